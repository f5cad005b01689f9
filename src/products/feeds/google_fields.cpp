#include "products/feeds/google_fields.h"

namespace till::products {
namespace {

using Row = RowReader;
constexpr FieldRule kFields[] = {
    {"id", &Row::id},
    {"title", &Row::title},
    {"description", &Row::description},
    {"link", &Row::link},
    {"image_link", &Row::picture},
    {"additional_image_link", &Row::pictures},
    {"additional_image_links", &Row::pictures},
    {"price", &Row::price},
    {"sale_price", &Row::sale_price},
    {"sale_price_effective_date", &Row::sale_dates},
    {"availability", &Row::availability},
    {"availability_date", &Row::available_at},
    {"quantity", &Row::stock},
    {"inventory", &Row::stock},
    {"condition", &Row::condition},
    {"brand", &Row::brand},
    {"gtin", &Row::gtin},
    {"mpn", &Row::mpn},
    {"google_product_category", &Row::category},
    {"product_type", &Row::plain_category},
    {"item_group_id", &Row::group},
    {"color", &Row::color},
    {"colour", &Row::color},
    {"size", &Row::size},
    {"material", &Row::material},
    {"pattern", &Row::pattern},
    {"gender", &Row::gender},
    {"age_group", &Row::age_group},
    {"shipping_weight", &Row::weight},
    {"product_weight", &Row::weight},
    {"product_length", &Row::length},
    {"product_width", &Row::width},
    {"product_height", &Row::height},
    {"shipping_length", &Row::parcel_length},
    {"shipping_width", &Row::parcel_width},
    {"shipping_height", &Row::parcel_height},
    {"shipping_label", &Row::shipping_class},
    {"tax_category", &Row::tax_class},
    {"adult", &Row::adult},
};

}  // namespace

std::span<const FieldRule> google_fields() { return kFields; }

}  // namespace till::products
