<?php
// Starts backend.php in PHP's own web server: serve.php --port N --secret-file F --data FILE.
// That server is for trying things; behind a real one set the two variables and route all there.
declare(strict_types=1);

$given = getopt('', ['port:', 'secret-file:', 'data:']) + ['port' => '8000'];
if (!isset($given['secret-file'], $given['data'])) {
    fwrite(STDERR, "usage: serve.php --port N --secret-file F --data FILE\n");
    exit(2);
}
$environment = ['TILL_SECRET_FILE' => realpath($given['secret-file']),
                'TILL_DATA' => realpath(dirname($given['data'])) . '/' . basename($given['data'])];
$command = [PHP_BINARY, '-S', '127.0.0.1:' . (int) $given['port'], __DIR__ . '/backend.php'];
$server = proc_open($command, [2 => ['pipe', 'w']], $pipes, null, $environment + getenv());

pcntl_async_signals(true);
foreach ([SIGTERM, SIGINT] as $signal) {
    pcntl_signal($signal, fn () => proc_terminate($server));
}
// The server says on which port it is; everything else it says goes on to our own log.
while (true) {
    $read = [$pipes[2]];
    $write = $except = null;
    if (@stream_select($read, $write, $except, null) === false) continue; // A signal came.
    if (($line = fgets($pipes[2])) === false) break;
    if (preg_match('~Development Server \((http://\S+)\) started~', $line, $found)) {
        echo "listening on $found[1]\n";
    } elseif (!preg_match('~ (Accepted|Closing|\[[0-9]{3}\]: )~', $line)) {
        fwrite(STDERR, $line);
    }
}
proc_close($server);
