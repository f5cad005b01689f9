<?php
// What a cart costs and how it can get there. Reads the free pieces and changes nothing.
declare(strict_types=1);

const MOST_AMOUNT = 10 ** 12; // So that a tax can be reckoned in whole numbers.

function half_up(int $amount, int $parts, int $whole): int
{
    return intdiv($amount * $parts * 2 + $whole, $whole * 2);
}

// What comes on top of the amount, or the part of it that is tax already.
function tax_of(int $amount, array $address, array $market): int
{
    $rates = $market['tax_ppm'];
    $country = $address['country'];
    $rate = $rates["$country-$address[state]"] ?? $rates[$country] ?? 0;
    return half_up($amount, $rate, 1_000_000 + ($market['tax_included'] ? $rate : 0));
}

function rates_to(?string $country, array $market): array
{
    return array_filter($market['shipping'], fn ($rate) => $rate['country'] === $country);
}

// Each line with its item, what it costs and the address it goes to; unknown items too.
function lines_of(array $request): array
{
    $groups = array_column($request['groups'] ?? [], null, 'id');
    $is_new = in_array($request['purpose'], ['create', 'cart'], true);
    $lines = [];
    foreach (want($request, 'lines', 'list') as $line) {
        $id = want($line, 'item_id', 'text');
        $index = want($line, 'index', 'count', 0);
        $item = ITEMS[$id] ?? null;
        if (!$item && $is_new) throw new Refused(['reason' => 'unknown_item', 'index' => $index]);
        $price = $item['unit_amount'][$request['currency']] ?? 0;
        if (isset($line['published_amount'])) { // Our feed said so: nobody pays more than that.
            $price = min($price, want($line, 'published_amount', 'count', 0));
        }
        $base = $price * want($line, 'quantity', 'count', 1);
        if ($base > MOST_AMOUNT) {
            throw new Refused(['reason' => 'amount_too_large', 'index' => $index]);
        }
        $own = $groups[$line['group_id'] ?? '']['ship_to'] ?? null;
        $lines[] = ['index' => $index, 'id' => $id, 'item' => $item, 'price' => $price,
            'base' => $base, 'left' => $base,
            'address' => $own ?? $request['ship_to'] ?? null,
            'suffix' => $own ? '@' . $line['group_id'] : ''];
    }
    return $lines;
}

// What the codes take off; each line also learns its own part.
function discounts_of(array $codes, array &$lines): array
{
    $applied = $rejected = [];
    foreach ($codes as $code) {
        $percent = SHOP['percent_off'][$code] ?? null;
        if (isset($applied[$code])) {
            $rejected[] = ['code' => $code, 'reason' => 'already_applied'];
        } elseif ($percent === null) {
            $is_over = in_array($code, SHOP['expired_codes'], true);
            $rejected[] = ['code' => $code, 'reason' => $is_over ? 'expired' : 'invalid'];
        } else {
            $parts = [];
            foreach ($lines as &$line) {
                if (!$line['item']) continue;
                $off = half_up($line['base'], $percent, 100);
                $line['left'] -= $off;
                $parts[] = ['index' => $line['index'], 'amount' => $off];
            }
            unset($line);
            $applied[$code] = ['code' => $code, 'title' => "$percent% off",
                'percent_off' => $percent, 'allocations' => $parts];
        }
    }
    return ['applied' => array_values($applied), 'rejected' => $rejected];
}

function quoted_line(array $line, array $free, bool $exempt, array $market): array
{
    $item = $line['item'];
    if (!$item) return ['index' => $line['index'], 'sold' => false];
    $names = array_flip(['title', 'description', 'max_per_order', 'group', 'options', 'brand', 'gtin',
        'category', 'condition', 'weight_grams', 'url', 'image_url']);
    $quoted = ['index' => $line['index'], 'sold' => true, 'physical' => !isset($item['digital']),
        'unit_amount' => $line['price'], 'tax_included' => $market['tax_included']];
    if (isset($item['stock'])) $quoted['available'] = $free[$line['id']];
    if ($exempt || isset($item['tax_exempt'])) $quoted['tax'] = 0;
    elseif ($line['address']) {
        $quoted['tax'] = tax_of($line['left'], $line['address'], $market);
    }
    return $quoted + array_intersect_key($item, $names); // No address: the tax is left out.
}

// Shipments by address, then what can be fetched or downloaded.
function options_of(array $lines, float $now, bool $exempt, array $market): array
{
    $included = $market['tax_included']; // Of a delivery, too; else deliveries are not taxed.
    $options = $shipments = [];
    $goods = array_filter($lines, fn ($line) => !isset($line['item']['digital']));
    $files = array_filter($lines, fn ($line) => isset($line['item']['digital']));
    foreach ($goods as $line) $shipments[$line['suffix']][] = $line;
    foreach ($shipments as $suffix => $together) {
        $address = $together[0]['address'];
        foreach (rates_to($address['country'] ?? null, $market) as $rate) {
            $tax = $included && !$exempt ? tax_of($rate['amount'], $address, $market) : 0;
            $options[] = ['id' => $rate['id'] . $suffix, 'type' => 'shipping', 'tax' => $tax,
                'tax_included' => $included, 'title' => $rate['title'], 'amount' => $rate['amount'],
                'carrier' => $rate['carrier'], 'covers' => array_column($together, 'index'),
                'earliest' => time_of($now + $rate['days'][0] * 86400),
                'latest' => time_of($now + $rate['days'][1] * 86400)];
        }
    }
    if ($goods && $market['pickup']) {
        $place = SHOP['store']['address'];
        $tax = fn ($line) => $exempt ? 0 : tax_of($line['left'], $place, $market);
        $taxes = array_map(fn ($line) => ['index' => $line['index'], 'tax' => $tax($line)], $goods);
        $options[] = ['id' => 'store', 'type' => 'pickup', 'title' => 'Pick up in store',
            'amount' => 0, 'tax' => 0, 'covers' => array_column($goods, 'index'),
            'location' => SHOP['store'], 'pickup_type' => 'in_store',
            'line_taxes' => array_values($taxes)];
    }
    if ($files) {
        $options[] = ['id' => 'download', 'type' => 'digital', 'title' => 'Download',
            'amount' => 0, 'tax' => 0, 'covers' => array_column($files, 'index')];
    }
    return $options;
}

function quote(array $request, array $free): array
{
    want($request, 'purpose', 'text');
    $market = SHOP['markets'][want($request, 'currency', 'text')] ?? null;
    if (!$market) {
        throw new Refused(['reason' => 'unsupported_currency']);
    }
    if (isset($request['quote_id'])) throw new Refused(['reason' => 'unknown_quote']);
    $now = seconds_of(want($request, 'now', 'text'));
    $exempt = $request['buyer']['tax_exempt'] ?? false;
    $lines = lines_of($request);
    $discounts = discounts_of($request['discount_codes'] ?? [], $lines);
    $sold = array_filter($lines, fn ($line) => $line['item'] !== null);
    $country = $request['ship_to']['country'] ?? null;
    $quoted = array_map(fn ($line) => quoted_line($line, $free, $exempt, $market), $lines);
    return ['lines' => $quoted, 'options' => options_of($sold, $now, $exempt, $market),
        'discounts' => $discounts, 'expires_at' => time_of($now + 1800),
        'region_served' => $country === null || rates_to($country, $market) !== []];
}
