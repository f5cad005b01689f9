#include "commerce/embedded/markdown.h"

#include <cmark.h>

#include <memory>

namespace till::commerce {

bool holds_raw_html(std::string_view markdown) {
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
      cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT), &cmark_node_free);
  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(document.get()),
                                                                     &cmark_iter_free);
  while (cmark_iter_next(walk.get()) != CMARK_EVENT_DONE) {
    const cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(walk.get()));
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) return true;
  }
  return false;
}

}  // namespace till::commerce
