<?php

// The same as GroupsTest.php, for machines without PHPUnit: php plain.php

require_once __DIR__ . '/book.php';

function same(mixed $expected, mixed $given): void
{
    if ($expected !== $given) throw new Exception('expected ' . json_encode($expected) . ', and not ' . json_encode($given));
}

$book = new Book(__DIR__ . '/../book.yaml');
try {
    same(['customers'], groupNames($book->url));
    same('/groups', $book->requests()[0]['url']);
    $book->weather('lox24-account');
    $told = null;
    try {
        groupNames($book->url);
    } catch (RuntimeException $error) {
        $told = $error->getMessage();
    }
    same("LOX24 answered 403: Account isn't activated. Please wait or contact to support!", $told);
    $book->reset();
    same(['customers'], groupNames($book->url));
    echo "ok\n";
} finally {
    $book->stop();
}
