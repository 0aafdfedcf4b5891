using System.Text.Json;
using LongWriter.Evaluation.Suites;
using LongWriter.Text;

namespace LongWriter.Evaluation.Tests.Suites;

public class ShippedSuitesTests
{
    public static TheoryData<string> Names { get; } = ["longwriter-write", "longwriter-ruler"];

    [Fact]
    public void The_suite_has_the_languages_types_and_lengths_of_LongBench_Write()
    {
        var items = Read("longwriter-write");
        Assert.Equal([("en", 60), ("zh", 60)], items.CountBy(item => item.Language).Select(count => (count.Key, count.Value)).Order());
        Assert.Equal([31, 22, 18, 17, 13, 10, 9], WritingTypes.All.Select(type => items.Count(item => item.Type == type)));
        Assert.Equal([26, 36, 31, 27], Bins(items));
        Assert.All(items, item => Assert.InRange(item.Length, 50, 20_000));
        Assert.All(["en", "zh"], language => Assert.All(Bins([.. items.Where(item => item.Language == language)]), count => Assert.InRange(count, 13, 18)));
    }

    [Fact]
    public void The_ruler_asks_for_six_lengths_of_each_of_eight_instructions()
    {
        var items = Read("longwriter-ruler");
        var instructions = items.GroupBy(item => item.Prompt.Replace($"{item.Length}", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, instructions.Count);
        Assert.Equal(4, instructions.Count(instruction => instruction.First().Language == "zh"));
        Assert.All(instructions, instruction => Assert.Equal([1000, 2000, 5000, 10_000, 20_000, 30_000], instruction.Select(item => item.Length).Order()));
        Assert.All(items, item => Assert.Contains(item.Type, WritingTypes.All));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_prompt_states_its_length_so_that_it_is_read(string name) =>
        Assert.All(Read(name), item => Assert.Equal((item.Prompt, (int?)item.Length), (item.Prompt, TargetLength.Read(item.Prompt))));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_id_and_no_prompt_stands_twice(string name)
    {
        var items = Read(name);
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(items.Count, items.Select(item => new string([.. item.Prompt.Where(char.IsLetterOrDigit)])).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void No_two_prompts_of_the_suite_resemble_each_other()
    {
        var items = Read("longwriter-write");
        var grams = items.Select(item => Grams(item.Prompt)).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var shared = (double)grams[i].Intersect(grams[j]).Count() / grams[i].Union(grams[j]).Count();
                Assert.True(shared < 0.2, $"{items[i].Id} and {items[j].Id} share {shared:P0} of their five-letter pieces");
            }
        }
    }

    private static HashSet<string> Grams(string prompt)
    {
        var letters = new string([.. prompt.Where(char.IsLetterOrDigit)]);
        return [.. Enumerable.Range(0, Math.Max(0, letters.Length - 4)).Select(i => letters.Substring(i, 5))];
    }

    private static List<int> Bins(IReadOnlyList<SuiteItem> items) =>
        [.. new (int From, int Below)[] { (0, 500), (500, 2000), (2000, 4000), (4000, 20_001) }.Select(bin => items.Count(item => item.Length >= bin.From && item.Length < bin.Below))];

    private static List<SuiteItem> Read(string name)
    {
        using var stream = typeof(SuiteItem).Assembly.GetManifestResourceStream($"{name}.jsonl")!;
        using var lines = new StreamReader(stream);
        return [.. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<SuiteItem>(line, JsonSerializerOptions.Web)!)];
    }
}
