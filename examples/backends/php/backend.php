<?php
// A small shop behind Till (docs/backend/README.md), in PHP with pdo_sqlite. serve.php starts it;
// TILL_SECRET_FILE and TILL_DATA say where the secret and the state are.
declare(strict_types=1);

ini_set('display_errors', 'stderr');
set_error_handler(fn ($level, $message) => throw new Broken($message));

const TOLERANCE = 300; // Seconds that a signature may be away from our clock.
const MOST_BODY = 1 << 20;
define('SHOP', json_decode(file_get_contents(__DIR__ . '/../shop.json'), true));
define('ITEMS', SHOP['items']);
require __DIR__ . '/quote.php';

class Broken extends Exception {} // 400
class Refused extends Exception // 422
{
    public function __construct(public array $answer)
    {
        parent::__construct($answer['reason']);
    }
}

// Is one of the header's v1 ours, over the raw bytes, and not too old?
function is_signed(string $header, string $body, string $secret, float $now): bool
{
    $times = $digests = [];
    foreach (explode(',', $header) as $part) {
        [$name, $value] = explode('=', trim($part), 2) + [1 => ''];
        if ($name === 't') $times[] = $value;
        if ($name === 'v1') $digests[] = $value;
    }
    if (count($times) !== 1 || !preg_match('/^[0-9]{1,12}$/D', $times[0])) return false;
    if (abs($now - (int) $times[0]) > TOLERANCE) return false;
    $expected = hash_hmac('sha256', $times[0] . '.' . $body, $secret);
    $right = array_filter($digests, fn ($given) => hash_equals($expected, $given));
    return $right !== [];
}

// The member of a request, which has to be there and of its kind, and no less than this.
function want(mixed $value, string $name, string $kind, int $least = PHP_INT_MIN): mixed
{
    $found = is_array($value) ? $value[$name] ?? null : null;
    $is_right = match ($kind) {
        'text' => is_string($found),
        'list' => is_array($found) && array_is_list($found),
        'count' => is_int($found) && $found >= $least,
    };
    return $is_right ? $found : throw new Broken("$name is missing or not what it should be");
}

function seconds_of(string $text): float
{
    return (float) (new DateTimeImmutable($text))->format('U.u');
}

function time_of(float $seconds): string
{
    return gmdate('Y-m-d\TH:i:s\Z', (int) $seconds);
}

// The state: stock, holds, orders and the deeds already done.
class Shop
{
    private const TABLES = '
        CREATE TABLE IF NOT EXISTS items (id TEXT PRIMARY KEY, stock INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS sets (session TEXT PRIMARY KEY, version INTEGER, until REAL);
        CREATE TABLE IF NOT EXISTS held (session TEXT, item TEXT, quantity INTEGER,
                                         PRIMARY KEY (session, item));
        CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, number INTEGER, body TEXT);
        CREATE TABLE IF NOT EXISTS deeds (key TEXT PRIMARY KEY, deed TEXT, status INTEGER,
                                          answer TEXT);';
    private PDO $db;

    public function __construct(string $path)
    {
        $this->db = new PDO("sqlite:$path");
        $this->db->exec('PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;');
        if ($this->sql('PRAGMA user_version')[0][0] !== 0) return;
        $this->db->exec('BEGIN IMMEDIATE;' . self::TABLES);
        foreach (array_filter(ITEMS, fn ($item) => isset($item['stock'])) as $id => $item) {
            $this->sql('INSERT OR IGNORE INTO items VALUES (?, ?)', $id, $item['stock']);
        }
        $this->db->exec('PRAGMA user_version = 1; COMMIT');
    }

    private function sql(string $statement, mixed ...$values): array
    {
        $prepared = $this->db->prepare($statement);
        foreach ($values as $at => $value) {
            $prepared->bindValue($at + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        $prepared->execute();
        return $prepared->fetchAll(PDO::FETCH_NUM);
    }

    // Does it, or answers again what it was answered. Deed and answer are written together; what is
    // refused changes nothing and is not kept.
    public function once(string $key, string $deed, callable $act): array
    {
        $this->db->exec('BEGIN IMMEDIATE');
        try {
            [$known] = $this->sql('SELECT deed, status, answer FROM deeds WHERE key = ?', $key)
                + [null];
            if ($known && $known[0] !== $deed) throw new Refused(['reason' => 'key_reused']);
            [$status, $answer] = $known ? [$known[1], json_decode($known[2], true)] : $act();
            $this->sql('INSERT OR IGNORE INTO deeds VALUES (?, ?, ?, ?)', $key, $deed, $status,
                json_encode($answer));
            $this->db->exec('COMMIT');
            return [$status, $answer];
        } catch (Throwable $fault) {
            $this->db->exec('ROLLBACK');
            throw $fault;
        }
    }

    // Pieces of each item that nobody holds, or nobody but this session.
    public function free(string $but_for = ''): array
    {
        return array_column($this->sql('SELECT id, max(0, stock - (SELECT ifnull(sum(quantity), 0)
            FROM held JOIN sets USING (session) WHERE item = id AND until > ? AND session != ?))
            FROM items', microtime(true), $but_for), 1, 0);
    }

    private function held(string $session): array
    {
        $rows = $this->sql('SELECT item, quantity FROM held JOIN sets USING (session)
            WHERE session = ? AND until > ? ORDER BY item', $session, microtime(true));
        return array_map(fn ($row) => ['item_id' => $row[0], 'quantity' => $row[1]], $rows);
    }

    public function hold(string $session, array $request): array
    {
        $version = want($request, 'version', 'count', 1);
        $until = seconds_of(want($request, 'until', 'text'));
        $wanted = $short = [];
        foreach (want($request, 'lines', 'list') as $line) {
            $item = want($line, 'item_id', 'text');
            $wanted[$item] = ($wanted[$item] ?? 0) + want($line, 'quantity', 'count', 1);
        }
        $known = $this->sql('SELECT version FROM sets WHERE session = ?', $session);
        if ($known && $version < $known[0][0]) {
            return [200, ['held' => $this->held($session), 'short' => []]];
        }
        $this->give_back($session);
        $this->sql('REPLACE INTO sets VALUES (?, ?, ?)', $session, $version, $until);
        $free = $this->free($session);
        foreach ($wanted as $item => $quantity) {
            $is_endless = isset(ITEMS[$item]) && !isset(ITEMS[$item]['stock']);
            if ($is_endless || $quantity <= ($free[$item] ?? 0)) {
                $this->sql('INSERT INTO held VALUES (?, ?, ?)', $session, $item, $quantity);
            } else {
                $short[] = ['item_id' => (string) $item, 'available' => $free[$item] ?? 0];
            }
        }
        return [200, ['held' => $this->held($session), 'short' => $short]];
    }

    // The version of the session stays known: an older PUT may still be on its way.
    public function give_back(string $session): array
    {
        $this->sql('DELETE FROM held WHERE session = ?', $session);
        return [204, null];
    }

    public function approve(array $request): array
    {
        $totals = array_column(want($request, 'totals', 'list'), 'amount', 'type');
        if (want($totals, 'total', 'count', 0) <= SHOP['approved_up_to']) {
            return [200, ['decision' => 'approve']];
        }
        return [200, ['decision' => 'decline', 'reason' => 'above what goes without a person']];
    }

    public function order(array $order): array
    {
        $id = want($order, 'id', 'text');
        $known = $this->sql('SELECT number FROM orders WHERE id = ?', $id);
        if ($known) return [200, ['order_number' => (string) $known[0][0]]];
        foreach (want($order, 'lines', 'list') as $line) {
            if (!isset(ITEMS[want($line, 'item_id', 'text')])) {
                throw new Refused(['reason' => 'unknown_item', 'index' => $line['index']]);
            }
            $this->move($line['item_id'], -want($line, 'quantity', 'count', 1));
        }
        $this->give_back(want($order, 'session_id', 'text')); // What was held is sold now.
        $number = $this->sql('SELECT ifnull(max(number), 10000) + 1 FROM orders')[0][0];
        $this->sql('INSERT INTO orders VALUES (?, ?, ?)', $id, $number, json_encode($order));
        return [201, ['order_number' => (string) $number]];
    }

    public function event(string $order_id, array $event): array
    {
        $kind = want($event, 'type', 'text');
        $known = $this->sql('SELECT body FROM orders WHERE id = ?', $order_id);
        if (!$known) throw new Refused(['reason' => 'unknown_order']);
        if ($kind === 'canceled') { // All of it, or the pieces that the event names.
            $lines = json_decode($known[0][0], true)['lines'];
            $items = array_column($lines, 'item_id', 'index');
            foreach ($event['lines'] ?? $lines as $line) {
                $this->move($items[$line['index']], $line['quantity']);
            }
        }
        return [204, null]; // A real shop also stops a parcel that is held, and tells its people.
    }

    private function move(string $item, int $pieces): void
    {
        $this->sql('UPDATE items SET stock = stock + ? WHERE id = ?', $pieces, $item);
    }

    public function products(array $query): array
    {
        $limit = filter_var($query['limit'] ?? 100, FILTER_VALIDATE_INT);
        want(['limit' => $limit], 'limit', 'count', 1);
        $stock = array_column($this->sql('SELECT id, max(0, stock) FROM items'), 1, 0);
        $ids = array_filter(array_keys(ITEMS), fn ($id) => $id > ($query['cursor'] ?? ''));
        sort($ids);
        $counted = fn ($id) => isset($stock[$id]) ? ['stock' => $stock[$id]] : [];
        $page = array_map(fn ($id) => ['id' => $id] + $counted($id) + ITEMS[$id],
            array_slice($ids, 0, $limit));
        $more = count($ids) > count($page) ? ['next' => end($page)['id']] : [];
        return [200, ['products' => $page] + $more];
    }
}

function route(Shop $shop, string $raw): array
{
    $method = $_SERVER['REQUEST_METHOD'];
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    $names = array_map('rawurldecode', array_slice(explode('/', $path), 1));
    $body = $raw === '' ? [] : json_decode($raw, true, 64, JSON_THROW_ON_ERROR);
    if (!is_array($body) || ($raw[0] ?? '{') !== '{') throw new Broken('the body is no object');
    $id = $names[1] ?? null;
    if ($id !== null) $names[1] = 'ID';
    switch ($method . ' ' . implode('/', $names)) {
        case 'GET capabilities':
            return [200, ['version' => '2026-12-01', 'capabilities' => [
                'quote', 'holds', 'approval', 'orders', 'products']]];
        case 'GET products': return $shop->products($_GET);
        case 'POST quote': return [200, quote($body, $shop->free())];
        case 'POST approve': return $shop->approve($body);
        case 'PUT holds/ID': $act = fn () => $shop->hold($id, $body); break;
        case 'DELETE holds/ID': $act = fn () => $shop->give_back($id); break;
        case 'POST orders': $act = fn () => $shop->order($body); break;
        case 'POST orders/ID/events': $act = fn () => $shop->event($id, $body); break;
        default: return [404, null];
    }
    $key = $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? throw new Broken('a deed needs a key');
    return $shop->once($key, "$method $path", $act);
}

function answer(): array
{
    $raw = file_get_contents('php://input', false, null, 0, MOST_BODY + 1);
    if (strlen($raw) > MOST_BODY) return [413, null];
    $secret = rtrim(file_get_contents(getenv('TILL_SECRET_FILE')), "\r\n");
    if ($secret === '') return [500, null]; // Else anybody could sign.
    $signature = $_SERVER['HTTP_TILL_SIGNATURE'] ?? '';
    if (!is_signed($signature, $raw, $secret, microtime(true))) return [401, null];
    try {
        return route(new Shop(getenv('TILL_DATA')), $raw);
    } catch (Refused $no) {
        return [422, ['refused' => $no->answer]];
    } catch (PDOException $fault) {
        error_log($fault->getMessage());
        return [500, null];
    } catch (Throwable $fault) { // Broken, or something in the body that is not as it should be.
        return [400, ['error' => $fault->getMessage()]];
    }
}

[$status, $answer] = answer();
http_response_code($status);
if ($status !== 204) {
    $body = $answer === null ? '' : json_encode($answer);
    header('Content-Type: application/json');
    header('Content-Length: ' . strlen($body));
    echo $body;
}
