using System.Text.RegularExpressions;

namespace LongWriter.Nano.Tests;

public class BankTests
{
    private static readonly Bank s_bank = new(Repository.Bank);

    [Fact]
    public void The_bank_keeps_its_own_rules()
    {
        var report = new StringWriter();

        var code = BankCheck.Run(s_bank, report);

        Assert.True(code == 0, report.ToString());
    }

    [Fact]
    public void The_check_finds_breaches()
    {
        using var folder = new BankCopy();
        File.AppendAllLines(Path.Combine(folder.Path, "frames", "common", "cause.txt"), ["Too short for {P}.", "One fine day the {P} of the old Roman road counted {T} and blamed {X} for their losses."]);

        Assert.Equal(1, BankCheck.Run(new Bank(folder.Path), new StringWriter()));
    }

    [Fact]
    public void No_file_of_the_corpus_holds_an_evaluation_subject()
    {
        var evaluation = File.ReadLines(Path.Combine(Repository.Root, "recipes", "nano", "evaluation.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(line => line.Split('|')[0].Split(',', StringSplitOptions.TrimEntries))
            .ToList();
        var pattern = new Regex($@"\b(?:{string.Join('|', evaluation)}|roman|global economy)\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10));

        var found = Directory.EnumerateFiles(Repository.Bank, "*.txt", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Where(line => pattern.IsMatch(line)).Select(line => $"{file}: {line}"))
            .ToList();

        Assert.Empty(found);
    }

    [Fact]
    public void Every_kind_has_frames_enough_for_long_documents()
    {
        foreach (var (kind, _) in InstructionComposer.Kinds)
        {
            var pools = kind.StartsWith("story", StringComparison.Ordinal) ? [kind] : new[] { kind, "common" };
            var count = s_bank.Frames.Count(frame => pools.Contains(frame.Pool));
            Assert.True(count >= 1000, $"{kind} has {count} frames");
        }

        Assert.True(s_bank.Known.Count >= 150);
    }

    private sealed class BankCopy : IDisposable
    {
        public BankCopy()
        {
            foreach (var file in Directory.EnumerateFiles(Repository.Bank, "*.txt", SearchOption.AllDirectories))
            {
                var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(Repository.Bank, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("bank").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
