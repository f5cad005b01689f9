# What makes a fault of memory end the program instead of opening it: position-independent code,
# tables of the linker that are read-only from the start, and in release builds checked copies,
# guarded stacks and marked targets of jumps. Sanitizers bring checks of their own.
if(NOT TILL_SANITIZE)
  add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  add_compile_options("$<$<CONFIG:Release>:-fPIE;-fstack-protector-strong;-fcf-protection>")
  # What libraries give is called by those tables, which are filled before main(), without a stub.
  add_compile_options("$<$<CONFIG:Release>:-fno-plt>")
  add_compile_definitions("$<$<CONFIG:Release>:_FORTIFY_SOURCE=2>")
endif()
