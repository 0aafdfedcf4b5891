using LongWriter.Formats;
using LongWriter.Training.Data;

namespace LongWriter.Training.Tests.Data;

public sealed class PackFeedTests
{
    private const int PackLength = 40;

    [Fact]
    public void The_same_seed_gives_the_same_packs_and_another_seed_another_order()
    {
        using var folder = new TestFolder();
        var file = Small(folder);
        var one = Take(new PackFeed(file, PackLength, 1), 40);
        Assert.Equal(one, Take(new PackFeed(file, PackLength, 1), 40));
        Assert.NotEqual(one, Take(new PackFeed(file, PackLength, 2), 40));
    }

    [Fact]
    public void An_epoch_holds_every_sample_once_and_the_next_begins_in_another_order()
    {
        using var folder = new TestFolder();
        var file = Small(folder);
        var count = PacksPerEpoch(file);
        var packs = Take(new PackFeed(file, PackLength, 1), 2 * count);
        var expected = file.Read(0).Select(row => string.Join(' ', row.Sample.Ids[..^1])).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(expected, Documents(file, 0, count));
        Assert.Equal(expected, Documents(file, count, count));
        Assert.NotEqual(packs[..count], packs[count..]);
        Assert.Equal(packs[..count].Order(StringComparer.Ordinal), packs[count..].Order(StringComparer.Ordinal));

        static List<string> Documents(SampleFile file, int skip, int take)
        {
            var feed = new PackFeed(file, PackLength, 1);
            return [.. Enumerable.Range(0, skip + take).Select(_ => feed.Next()).Skip(skip).SelectMany(Tiny.Unpack).Select(document => string.Join(' ', document.Ids)).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void A_cursor_resumes_exactly_at_the_next_pack_wherever_it_was_taken()
    {
        using var folder = new TestFolder();
        var file = Small(folder);
        var count = PacksPerEpoch(file);
        var straight = new PackFeed(file, PackLength, 1);
        var cursors = new List<DataCursor>();
        var packs = new List<string>();
        for (var i = 0; i < 3 * count; i++)
        {
            cursors.Add(straight.Cursor);
            packs.Add(Text(straight.Next()));
        }

        Assert.Contains(new DataCursor(0, 0, count), cursors);
        Assert.Contains(cursors, cursor => cursor.Epoch == 2);
        for (var i = 0; i < (3 * count) - 3; i++)
        {
            var resumed = new PackFeed(file, PackLength, 1, cursors[i]);
            Assert.Equal(cursors[i], resumed.Cursor);
            Assert.Equal(packs[i..(i + 3)], Take(resumed, 3));
            Assert.Equal(cursors[i + 3], resumed.Cursor);
        }
    }

    [Fact]
    public void A_cursor_resumes_across_the_windows_of_a_long_file()
    {
        using var folder = new TestFolder();
        var random = new Random(4);

        // About 600,000 tokens: two full windows and a rest.
        var file = new SampleFile(folder.Lines("long.jsonl", Enumerable.Range(0, 300).Select(_ => Tiny.Prose(random, 1500 + random.Next(1000)))), Tiny.Tokenizer, true);
        var straight = new PackFeed(file, 4096, 1);
        var cursors = new List<DataCursor> { straight.Cursor };
        var packs = new List<string>();
        while (cursors[^1].Epoch == 0)
        {
            packs.Add(Text(straight.Next()));
            cursors.Add(straight.Cursor);
        }

        Assert.Equal(3, cursors.Where(cursor => cursor.Epoch == 0).Select(cursor => cursor.Line).Distinct().Count());
        for (var i = 1; i < packs.Count; i++)
        {
            // The last pack of each window and the first of the next: the places where a resume can slip.
            if (cursors[i].Line != cursors[i + 1].Line || cursors[i].Line != cursors[i - 1].Line)
            {
                Assert.Equal(packs[i], Text(new PackFeed(file, 4096, 1, cursors[i]).Next()));
            }
        }
    }

    [Fact]
    public void The_file_s_order_is_kept_in_the_large()
    {
        using var folder = new TestFolder();
        var random = new Random(5);
        var file = new SampleFile(folder.Lines("long.jsonl", Enumerable.Range(0, 200).Select(_ => Tiny.Prose(random, 1999))), Tiny.Tokenizer, true);
        var rows = file.Read(0).Select(row => string.Join(' ', row.Sample.Ids[..^1])).ToList();
        var feed = new PackFeed(file, 2000, 1);
        var order = Enumerable.Range(0, 200).Select(_ => rows.IndexOf(string.Join(' ', feed.Next().Ids))).ToList();
        var window = order.FindIndex(line => line >= 132);
        Assert.Equal(132, window);
        Assert.Equal(Enumerable.Range(0, 132), order[..132].Order());
        Assert.NotEqual(Enumerable.Range(0, 132), order[..132]);
    }

    [Fact]
    public void How_full_the_packs_are_is_told()
    {
        using var folder = new TestFolder();
        var random = new Random(8);

        // 23 and 17 places fill one pack, 21 of 40 are used in the other.
        var feed = new PackFeed(new SampleFile(folder.Lines("data.jsonl", Tiny.Prose(random, 20), Tiny.Prose(random, 22), Tiny.Prose(random, 16)), Tiny.Tokenizer, true), PackLength, 1);
        feed.Next();
        Assert.Equal((21 + 23 + 17) / 80.0, feed.Filled);
    }

    [Fact]
    public void Samples_that_are_too_long_are_counted_and_left_out()
    {
        using var folder = new TestFolder();
        var random = new Random(6);
        var file = new SampleFile(folder.Lines("data.jsonl", Tiny.Prose(random, 10), Tiny.Prose(random, 40), Tiny.Prose(random, 39), Tiny.Prose(random, 500), Tiny.Prose(random, 5)), Tiny.Tokenizer, true);
        var feed = new PackFeed(file, PackLength, 1);
        feed.Next();
        Assert.Equal((2, 3), (feed.Skipped, feed.Taken));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.True(feed.Next().Ids.Length <= PackLength));
    }

    [Fact]
    public void If_nothing_fits_the_file_and_the_remedy_are_named()
    {
        using var folder = new TestFolder();
        var random = new Random(7);
        var path = folder.Lines("data.jsonl", Tiny.Prose(random, 100), Tiny.Prose(random, 200));
        var error = Assert.Throws<ModelFileException>(() => new PackFeed(new SampleFile(path, Tiny.Tokenizer, true), PackLength, 1).Next());
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("--pack", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_an_error_and_no_endless_loop()
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl");
        Assert.Throws<ModelFileException>(() => new PackFeed(new SampleFile(path, Tiny.Tokenizer, true), PackLength, 1).Next());
    }

    private static SampleFile Small(TestFolder folder)
    {
        var random = new Random(3);
        return new SampleFile(folder.Lines("data.jsonl", Enumerable.Range(0, 25).Select(_ => Tiny.Prose(random, 5 + random.Next(30)))), Tiny.Tokenizer, true);
    }

    private static int PacksPerEpoch(SampleFile file)
    {
        var count = Packer.Fill([.. file.Read(0).Select(row => row.Sample)], PackLength).Count;
        Assert.True(count > 5);
        return count;
    }

    private static List<string> Take(PackFeed feed, int count) => [.. Enumerable.Range(0, count).Select(_ => Text(feed.Next()))];

    private static string Text(Pack pack) => $"{string.Join(' ', pack.Ids)} | {string.Join(' ', pack.Targets)} | {string.Join(' ', pack.Weights)} | {string.Join(' ', pack.Documents)}";
}
