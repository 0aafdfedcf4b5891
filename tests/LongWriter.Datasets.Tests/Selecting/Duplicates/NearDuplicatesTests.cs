using LongWriter.Datasets.Selecting.Duplicates;

namespace LongWriter.Datasets.Tests.Selecting.Duplicates;

public class NearDuplicatesTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";

    /// <summary>Generator and threshold were fixed with seeds 1 and 2 in sight; seed 3 was first run after that, and is the one that is reported.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Prompts_with_words_edited_are_found_and_others_are_not(int seed)
    {
        var rates = Measure(seed, pairs: s_long ? 5000 : 600);
        TestContext.Current.TestOutputHelper?.WriteLine($"near-duplicates, seed {seed}: {rates}");
        Assert.True(rates is { Recall: >= 0.95, Precision: >= 0.95 }, rates.ToString());
    }

    [Fact]
    public void A_prompt_takes_at_most_64_bytes()
    {
        Assert.Equal(64, NearDuplicates.StateBytes);
        var seen = new NearDuplicates();
        var maker = new PromptMaker(3);
        Add(seen, maker.Prompt(chinese: false), 1);
        var prompts = Enumerable.Range(0, 20_000).Select(i => Hash(maker.Prompt(i % 2 == 0))).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var row = 1u;
        foreach (var prompt in prompts)
        {
            seen.FindOrAdd(prompt, ++row);
        }

        // Pieces are of 16,384 prompts: two stand, and one of them did before.
        // Nothing else is allocated, but for the headers of the arrays.
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(bytes, 1, (64 * 16_384) + 1024);
        Assert.InRange(seen.Count, 19_900, 20_001);
    }

    [Fact]
    public void The_earlier_row_is_told_whatever_case_digits_and_punctuation()
    {
        var seen = new NearDuplicates();
        Assert.Null(Add(seen, "Write a 2,000-word essay on the rise of the night market in harbour towns", 7));
        Assert.Equal(7u, Add(seen, "write a 5000 word essay on the rise of the NIGHT market, in harbour towns!", 9));
        Assert.Null(Add(seen, "写一篇两千字的文章，讲述冰川与航海的关系", 10));
        Assert.Equal(10u, Add(seen, "写一篇两千字的文章讲述冰川与航海的关系。", 11));
    }

    private static Rates Measure(int seed, int pairs)
    {
        var maker = new PromptMaker(seed);
        var seen = new NearDuplicates();
        var originals = Enumerable.Range(0, pairs).Select(i => maker.Prompt(chinese: i % 2 == 0)).ToList();
        var (found, missed, wrong) = (0, 0, 0);

        // The originals are unlike one another: each that is taken for a repetition is a fault. Each has one that repeats it.
        for (var i = 0; i < pairs; i++)
        {
            wrong += Add(seen, originals[i], (uint)i) is null ? 0 : 1;
        }

        for (var i = 0; i < pairs; i++)
        {
            var earlier = Add(seen, maker.Edit(originals[i]), (uint)(pairs + i));
            (found, missed) = earlier == i ? (found + 1, missed) : (found, missed + 1);
            wrong += earlier is not null && earlier != i ? 1 : 0;
        }

        return new Rates(found, missed, wrong);
    }

    private static uint? Add(NearDuplicates seen, string prompt, uint row) => seen.FindOrAdd(Hash(prompt), row);

    private static MinHash Hash(string prompt)
    {
        var pairs = new List<uint>();
        PromptPairs.Of(prompt, pairs);
        return MinHash.Of(pairs);
    }
}
