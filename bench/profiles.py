"""What a profile of callgrind comes to."""

import re

ALLOCATING = re.compile(r"(?:operator new|malloc$|calloc$|realloc$|aligned_alloc$)")


def totals(lines):
    """Instructions and allocations that the lines of a profile count."""
    names, callee, instructions, allocations = {}, "", 0, 0
    for line in lines:
        if line.startswith(("fn=", "cfn=")):
            number, _, name = line.split("=", 1)[1].strip().partition(" ")
            callee = names.setdefault(number, name)  # It stands only where it is first named.
        elif line.startswith("calls=") and ALLOCATING.match(callee):
            allocations += int(line[len("calls="):].split()[0])
        elif line.startswith("totals:"):
            instructions = int(line.split()[1])
    return instructions, allocations
