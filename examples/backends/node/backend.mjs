#!/usr/bin/env node
// A small shop behind Till (docs/backend/README.md), in nothing but Node.js. Its state is one JSON
// file, written anew with each deed: good for a few thousand orders, not for more.
import { createHmac, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';

const TOLERANCE = 300; // Seconds that a signature may be away from our clock.
const MOST_BODY = 1 << 20;
// What a line tells of its item as it stands there.
const SHOWN = ['title', 'description', 'max_per_order', 'group', 'options', 'brand', 'gtin',
               'category', 'condition', 'weight_grams', 'url', 'image_url'];
const SHOP = JSON.parse(fs.readFileSync(new URL('../shop.json', import.meta.url), 'utf8'));
const ITEMS = new Map(Object.entries(SHOP.items)); // Maps: "constructor" is no item of ours.
const PERCENT_OFF = new Map(Object.entries(SHOP.percent_off));
const MARKETS = new Map(Object.entries(SHOP.markets)); // By currency.

class Broken extends Error {} // 400
class Refused extends Error {} // 422; its cause says which line.

// Is one of the header's v1 ours, over the raw bytes, and not too old?
function isSigned(header, body, secret, now) {
  const parts = header.split(',').map((part) => part.trim());
  const values = (name) => parts.filter((part) => part.startsWith(name + '='))
    .map((part) => part.slice(name.length + 1));
  const [time, ...others] = values('t');
  if (!/^[0-9]{1,12}$/.test(time ?? '') || others.length > 0) return false;
  if (Math.abs(now - Number(time)) > TOLERANCE) return false;
  const expected = createHmac('sha256', secret).update(time + '.').update(body).digest();
  return values('v1').filter((given) => /^[0-9a-f]{64}$/.test(given))
    .map((given) => timingSafeEqual(expected, Buffer.from(given, 'hex'))).includes(true);
}

// What is in a request: a member has to be there and of its kind.
function want(value, name, isRight) {
  const found = value !== null && typeof value === 'object' ? value[name] : undefined;
  if (!isRight(found)) throw new Broken(`${name} is missing or not what it should be`);
  return found;
}
const text = (value) => typeof value === 'string';
const list = (value) => Array.isArray(value);
const object = (value) => value !== null && typeof value === 'object' && !list(value);
const count = (least) => (value) => Number.isSafeInteger(value) && value >= least;
const time = (value) => text(value) && !Number.isNaN(Date.parse(value));
const timeOf = (milliseconds) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');

// In BigInt: an amount times a rate does not fit a number.
function halfUp(amount, parts, whole) {
  return Number((BigInt(amount) * BigInt(parts) * 2n + BigInt(whole)) / (BigInt(whole) * 2n));
}

// What comes on top of the amount, or the part of it that is tax already.
function taxOf(amount, { country, state }, market) {
  const rates = new Map(Object.entries(market.tax_ppm));
  const rate = rates.get(`${country}-${state}`) ?? rates.get(country) ?? 0;
  return halfUp(amount, rate, 1_000_000 + (market.tax_included ? rate : 0));
}

// Each line with its item, what it costs and the address it goes to; unknown items too.
function linesOf(request) {
  const groups = new Map((request.groups ?? []).map((group) => [group.id, group]));
  const isNew = ['create', 'cart'].includes(request.purpose);
  return want(request, 'lines', list).map((line) => {
    const id = want(line, 'item_id', text);
    const index = want(line, 'index', count(0));
    const quantity = want(line, 'quantity', count(1));
    const item = ITEMS.get(id);
    if (!item && isNew) throw new Refused('unknown_item', { cause: { index } });
    let price = item?.unit_amount[request.currency] ?? 0;
    if ('published_amount' in line) {  // Our feed said so: nobody pays more than that.
      price = Math.min(price, want(line, 'published_amount', count(0)));
    }
    const base = price * quantity;
    if (!Number.isSafeInteger(base)) throw new Refused('amount_too_large', { cause: { index } });
    const own = groups.get(line.group_id)?.ship_to;
    return { index, id, item, price, base, left: base, address: own ?? request.ship_to,
             suffix: own ? '@' + line.group_id : '' };
  });
}

// What the codes take off; each line also learns its own part.
function discountsOf(codes, lines) {
  const applied = new Map();
  const rejected = [];
  for (const code of codes) {
    const percent = PERCENT_OFF.get(code);
    if (applied.has(code)) {
      rejected.push({ code, reason: 'already_applied' });
    } else if (percent === undefined) {
      rejected.push({ code, reason: SHOP.expired_codes.includes(code) ? 'expired' : 'invalid' });
    } else {
      const allocations = lines.map((line) => {
        const amount = halfUp(line.base, percent, 100);
        line.left -= amount;
        return { index: line.index, amount };
      });
      applied.set(code, { code, title: `${percent}% off`, percent_off: percent, allocations });
    }
  }
  return { applied: [...applied.values()], rejected };
}

// JSON leaves out what is undefined: a tax that is not known, pieces that are not counted.
function quotedLine(line, free, exempt, market) {
  const { index, item, address } = line;
  if (!item) return { index, sold: false };
  let tax = address ? taxOf(line.left, address, market) : undefined;
  if (item.tax_exempt || exempt) tax = 0;
  const shown = Object.fromEntries(SHOWN.map((name) => [name, item[name]]));
  return { ...shown, index, sold: true, unit_amount: line.price,
           physical: !item.digital, available: free.get(line.id), tax,
           tax_included: market.tax_included };
}

const ratesTo = (country, market) => market.shipping.filter((rate) => rate.country === country);

// Shipments by address, then what can be fetched or downloaded.
function optionsOf(lines, now, exempt, market) {
  const { tax_included } = market; // Of a delivery, too; else deliveries are not taxed.
  const goods = lines.filter((line) => !line.item.digital);
  const indices = (some) => some.map((line) => line.index);
  const options = [];
  for (const suffix of new Set(goods.map((line) => line.suffix))) {
    const together = goods.filter((line) => line.suffix === suffix);
    const { address } = together[0];
    for (const rate of ratesTo(address?.country, market)) {
      const [earliest, latest] = rate.days.map((days) => timeOf(now + days * 86_400_000));
      const { id, title, amount, carrier } = rate;
      const tax = tax_included && !exempt ? taxOf(amount, address, market) : 0;
      options.push({ id: id + suffix, type: 'shipping', title, amount, tax, tax_included, carrier,
                     earliest, latest, covers: indices(together) });
    }
  }
  if (goods.length > 0 && market.pickup) {
    const place = SHOP.store.address;
    const taxes = goods.map((line) => (
      { index: line.index, tax: exempt ? 0 : taxOf(line.left, place, market) }));
    options.push({ id: 'store', type: 'pickup', title: 'Pick up in store', amount: 0, tax: 0,
                   covers: indices(goods), location: SHOP.store, pickup_type: 'in_store',
                   line_taxes: taxes });
  }
  const files = lines.filter((line) => line.item.digital);
  if (files.length > 0) {
    options.push({ id: 'download', type: 'digital', title: 'Download', amount: 0, tax: 0,
                   covers: indices(files) });
  }
  return options;
}

function quote(request, free) {
  want(request, 'purpose', text);
  const market = MARKETS.get(want(request, 'currency', text));
  if (!market) throw new Refused('unsupported_currency');
  if (request.quote_id) throw new Refused('unknown_quote');
  const now = Date.parse(want(request, 'now', time));
  const exempt = request.buyer?.tax_exempt === true;
  const lines = linesOf(request);
  const sold = lines.filter((line) => line.item);
  const discounts = discountsOf(request.discount_codes ?? [], sold);
  const country = request.ship_to?.country;
  return { lines: lines.map((line) => quotedLine(line, free, exempt, market)),
           options: optionsOf(sold, now, exempt, market), discounts,
           expires_at: timeOf(now + 1_800_000),
           region_served: !country || ratesTo(country, market).length > 0 };
}

function sync(name) { // What was written there is on the disk afterwards.
  const file = fs.openSync(name, 'r');
  fs.fsyncSync(file);
  fs.closeSync(file);
}

// The state: stock, holds, orders and the deeds already done. Whatever may be refused is looked at
// before anything changes.
class Shop {
  constructor(file) {
    this.file = file;
    const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
    const counted = [...ITEMS].filter(([, item]) => 'stock' in item);
    this.stock = new Map([...counted.map(([id, item]) => [id, item.stock]), ...kept.stock ?? []]);
    this.sets = new Map(kept.sets); // Of each session: version, until and held pieces.
    this.orders = new Map(kept.orders);
    this.deeds = new Map(kept.deeds);
  }

  // Whole or not at all: a new file takes the place of the old one once it is on the disk.
  save() {
    const kept = { stock: [...this.stock], sets: [...this.sets], orders: [...this.orders],
                   deeds: [...this.deeds] };
    fs.writeFileSync(this.file + '.new', JSON.stringify(kept));
    sync(this.file + '.new');
    fs.renameSync(this.file + '.new', this.file);
    sync(path.dirname(this.file));
  }

  // Does it, or answers again what it was answered. Deed and answer are written together; what is
  // refused changed nothing and is not kept. Nothing else runs between: none of this waits.
  once(key, deed, act) {
    const known = this.deeds.get(key);
    if (known && known.deed !== deed) throw new Refused('key_reused');
    if (known) return [known.status, known.answer];
    const [status, answer] = act();
    this.deeds.set(key, { deed, status, answer });
    try {
      this.save();
    } catch (fault) {
      console.error(fault);
      process.exit(1); // What is in memory was not written: begin again from the file.
    }
    return [status, answer];
  }

  held(session) {
    const set = this.sets.get(session);
    return set && Date.parse(set.until) > Date.now() ? set.held : [];
  }

  // Pieces of each item that nobody holds, or nobody but this session.
  free(butFor) {
    const free = new Map(this.stock);
    for (const session of this.sets.keys()) {
      for (const { item_id, quantity } of session === butFor ? [] : this.held(session)) {
        if (free.has(item_id)) free.set(item_id, free.get(item_id) - quantity);
      }
    }
    for (const [item, pieces] of free) free.set(item, Math.max(0, pieces));
    return free;
  }

  hold(session, request) {
    const version = want(request, 'version', count(1));
    const until = want(request, 'until', time);
    const wanted = new Map();
    for (const line of want(request, 'lines', list)) {
      const item = want(line, 'item_id', text);
      wanted.set(item, (wanted.get(item) ?? 0) + want(line, 'quantity', count(1)));
    }
    const known = this.sets.get(session)?.version ?? 0;
    if (version < known) return [200, { held: this.held(session), short: [] }];
    const [free, held, short] = [this.free(session), [], []];
    for (const [item_id, quantity] of [...wanted].sort()) {
      const endless = ITEMS.has(item_id) && !free.has(item_id);
      const available = free.get(item_id) ?? 0;
      if (endless || quantity <= available) held.push({ item_id, quantity });
      else short.push({ item_id, available });
    }
    this.sets.set(session, { version, until, held });
    return [200, { held: this.held(session), short }];
  }

  giveBack(session) { // Its version stays known: an older PUT may still be on its way.
    const set = this.sets.get(session);
    if (set) this.sets.set(session, { ...set, held: [] });
    return [204];
  }

  approve(request) {
    const totals = new Map(want(request, 'totals', list).map((one) => [one?.type, one?.amount]));
    const total = want({ total: totals.get('total') }, 'total', count(0));
    if (total <= SHOP.approved_up_to) return [200, { decision: 'approve' }];
    return [200, { decision: 'decline', reason: 'above what goes without a person' }];
  }

  order(order) {
    const id = want(order, 'id', text);
    const session = want(order, 'session_id', text);
    const lines = want(order, 'lines', list).map((line) => [want(line, 'item_id', text),
      want(line, 'index', count(0)), want(line, 'quantity', count(1))]);
    const known = this.orders.get(id);
    if (known) return [200, { order_number: known.number }];
    for (const [item, index] of lines) {
      if (!ITEMS.has(item)) throw new Refused('unknown_item', { cause: { index } });
    }
    for (const [item, , quantity] of lines) this.move(item, -quantity);
    this.giveBack(session); // What was held is sold now.
    const number = String(10001 + this.orders.size);
    this.orders.set(id, { number, order });
    return [201, { order_number: number }];
  }

  event(orderId, event) {
    const kind = want(event, 'type', text);
    const known = this.orders.get(orderId);
    if (!known) throw new Refused('unknown_order');
    if (kind === 'canceled') { // All of it, or the pieces that the event names.
      const items = new Map(known.order.lines.map((line) => [line.index, line.item_id]));
      const lines = want({ lines: event.lines ?? known.order.lines }, 'lines', list);
      for (const line of lines) want(line, 'quantity', count(1));
      for (const line of lines) this.move(items.get(line.index), line.quantity);
    }
    return [204]; // A real shop also stops a parcel that is held, and tells its people.
  }

  move(item, pieces) {
    if (this.stock.has(item)) this.stock.set(item, this.stock.get(item) + pieces);
  }

  products(query) {
    const limit = want({ limit: Number(query.get('limit') ?? 100) }, 'limit', count(1));
    const ids = [...ITEMS.keys()].sort().filter((id) => id > (query.get('cursor') ?? ''));
    const stockOf = (id) => (this.stock.has(id) ? Math.max(0, this.stock.get(id)) : undefined);
    const page = ids.slice(0, limit).map((id) => ({ id, ...ITEMS.get(id), stock: stockOf(id) }));
    const next = ids.length > page.length ? page.at(-1).id : undefined;
    return [200, { products: page, next }];
  }
}

function route(shop, request, raw) {
  const url = new URL(request.url, 'http://localhost');
  const [kind, id, rest, more] = url.pathname.split('/').slice(1).map(decodeURIComponent);
  const body = raw.length ? JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) : {};
  want({ body }, 'body', object);
  const shape = id === undefined ? kind : `${kind}/ID` + (rest === undefined ? '' : `/${rest}`);
  const deeds = {
    'PUT holds/ID': () => shop.hold(id, body), 'DELETE holds/ID': () => shop.giveBack(id),
    'POST orders': () => shop.order(body), 'POST orders/ID/events': () => shop.event(id, body),
  };
  const questions = {
    'GET capabilities': () => [200, { version: '2026-12-01', capabilities: [
      'quote', 'holds', 'approval', 'orders', 'products'] }],
    'GET products': () => shop.products(url.searchParams),
    'POST quote': () => [200, quote(body, shop.free())], 'POST approve': () => shop.approve(body),
  };
  const name = `${request.method} ${shape}`;
  if (more !== undefined || !(name in deeds || name in questions)) return [404];
  if (name in questions) return questions[name]();
  const key = want({ key: request.headers['idempotency-key'] || undefined }, 'key', text);
  return shop.once(key, `${request.method} ${url.pathname}`, deeds[name]);
}

async function answer(shop, secret, request) {
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > MOST_BODY) return [413];
    pieces.push(piece);
  }
  const raw = Buffer.concat(pieces);
  const signature = request.headers['till-signature'] ?? '';
  if (!isSigned(signature, raw, secret, Date.now() / 1000)) return [401];
  try {
    return route(shop, request, raw);
  } catch (fault) {
    const { message, cause } = fault;
    if (fault instanceof Refused) return [422, { refused: { reason: message, ...cause } }];
    return [400, { error: message }]; // Broken, or something in it that is not as it should.
  }
}

const { values: options } = parseArgs({ options: {
  port: { type: 'string', default: '8000' }, 'secret-file': { type: 'string' },
  data: { type: 'string' } } });
const secret = fs.readFileSync(options['secret-file'], 'utf8').replace(/[\r\n]+$/, '');
if (!secret) throw new Error('the secret is empty');
const shop = new Shop(path.resolve(options.data));
const server = createServer(async (request, response) => {
  const [status, body] = await answer(shop, secret, request).catch(() => [400]);
  const raw = body === undefined ? '' : JSON.stringify(body);
  const head = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(raw) };
  response.writeHead(status, status === 204 ? {} : head).end(raw);
});
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
