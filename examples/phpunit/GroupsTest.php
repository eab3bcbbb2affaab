<?php

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/book.php';

final class GroupsTest extends TestCase
{
    private static Book $book;

    public static function setUpBeforeClass(): void
    {
        self::$book = new Book(__DIR__ . '/../book.yaml');
    }

    public static function tearDownAfterClass(): void
    {
        self::$book->stop();
    }

    protected function setUp(): void
    {
        self::$book->reset();
    }

    public function testFindsGroups(): void
    {
        self::assertSame(['customers'], groupNames(self::$book->url));
        self::assertSame('/groups', self::$book->requests()[0]['url']);
    }

    public function testTellsWhatLox24Says(): void
    {
        self::$book->weather('lox24-account');
        $this->expectExceptionMessage("LOX24 answered 403: Account isn't activated.");
        groupNames(self::$book->url);
    }
}
