<?php

/** A book for tests: `dialbook dev`, and the calls by which a test controls it. */
final class Book
{
    public string $url;
    /** @var resource */
    private $process;

    public function __construct(string $seed)
    {
        // Not by npx: ended by a signal, it leaves the server behind.
        $dialbook = explode(' ', getenv('DIALBOOK') ?: 'node_modules/.bin/dialbook');
        $command = [...$dialbook, 'dev', '--port', '0', '--json', '--seed', $seed];
        $this->process = proc_open($command, [1 => ['pipe', 'w']], $pipes);
        $this->url = json_decode(fgets($pipes[1]), true)['url'];
    }

    public function reset(): void
    {
        self::call('POST', "$this->url/book/api/v1/dev/reset");
    }

    public function requests(): array
    {
        return self::call('GET', "$this->url/book/api/v1/dev/requests")[1]['requests'];
    }

    public function weather(?string $scenario): void
    {
        self::call('PUT', "$this->url/book/api/v1/weather", ['scenario' => $scenario]);
    }

    public function stop(): void
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }

    /** @return array{int, mixed} the status and the body of an answer */
    public static function call(string $method, string $url, ?array $body = null, array $headers = []): array
    {
        $http = ['method' => $method, 'ignore_errors' => true, 'header' => [...$headers, 'Content-Type: application/json']];
        if ($body !== null) $http['content'] = json_encode($body);
        $text = file_get_contents($url, false, stream_context_create(['http' => $http]));
        return [(int) explode(' ', $http_response_header[0])[1], json_decode($text, true)];
    }
}

/** The client that is tested: the names of the groups at LOX24. */
function groupNames(string $url): array
{
    [$status, $groups] = Book::call('GET', "$url/groups", null, ['X-LOX24-AUTH-TOKEN: 1000001:dev', 'Accept: application/json']);
    if ($status !== 200) throw new RuntimeException("LOX24 answered $status: {$groups['detail']}");
    return array_column($groups, 'name');
}
