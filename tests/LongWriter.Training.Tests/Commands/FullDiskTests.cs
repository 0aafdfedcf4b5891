using LongWriter.Training.Models;
using LongWriter.Training.Tests.Align;

namespace LongWriter.Training.Tests.Commands;

/// <summary>Every verb that writes, where the disk is full: one line, what was there stays, and nothing half-written is left beside it.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const long Page = 4096;

    /// <summary>As the system says it, and as .NET does where it asks for the room beforehand.</summary>
    private const string Full = "No space left on device|the disk was full";

    private static readonly DecoderConfig s_config = Tiny.Config(context: 64);
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";
    private readonly TestFolder _folder = new();

    public FullDiskTests()
    {
        ModelFolder.Save(_folder.At("base"), s_config, Tiny.Lively(s_config, 1), Tiny.Vocabulary);
        LoraFolder.Save(_folder.At("adapter"), DecoderLora.Initialise(s_config, new LoraShape(2, 4), 1), _folder.At("base"));
        var random = new Random(1);
        _folder.Lines("data.jsonl", Enumerable.Range(0, 8).Select(_ => Tiny.Prose(random, 30)));
        Pairs.File(_folder, "pairs.jsonl", 8);
        Directory.CreateDirectory(_folder.At("disk"));
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Verbs => s_long
        ? new() { { "tokenizer", "t.json" }, { "merge", "m" }, { "nll", "n.jsonl" }, { "export", "m.gguf" }, { "handoff", "job" } }
        : new() { { "tokenizer", "t.json" }, { "merge", "m" }, { "handoff", "job" } };

    /// <summary>Verbs, and KiB beside what the first step left: too few for the model, or enough for it and too few for the checkpoint.</summary>
    public static TheoryData<string, int> Runs => s_long
        ? new() { { "sft", 32 }, { "sft", 200 }, { "sft --lora", 12 }, { "dpo", 32 } }
        : new() { { "sft", 32 }, { "sft", 200 } };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task What_was_there_stays(string verb, string output)
    {
        RequireDisk();
        var target = _folder.At("disk", output);
        Directory.CreateDirectory(_folder.At("old"));
        var old = verb switch { "merge" => Path.Combine("m", ModelFolder.Weights), "handoff" => "other", _ => output };
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At("old", old))!);
        File.WriteAllText(_folder.At("old", old), "old");

        var (code, error) = await OnDiskAsync(Page, verb switch
        {
            "tokenizer" => ["tokenizer", "--data", _folder.At("data.jsonl"), "--out", target, "--size", "600"],
            "merge" => ["merge", "--base", _folder.At("base"), "--adapter", _folder.At("adapter"), "--out", target],
            "nll" => ["nll", "--model", _folder.At("base"), "--data", _folder.At("data.jsonl"), "--out", target, "--every", "8"],
            "handoff" => ["handoff", "--engine", "deepspeed", "--base", "a/b", "--template", "inst", "--data", _folder.At("data.jsonl"), "--out", target],
            _ => ["export", "--base", _folder.At("base"), "--out", target],
        });

        Assert.NotEqual(0, code);
        Assert.Matches(Full, Assert.Single(error, line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.StartsWith("error: ", error[^1], StringComparison.Ordinal);
        Assert.Equal(Contents(_folder.At("old")), Contents(_folder.At("after")));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_keeps_its_checkpoint_and_goes_on_from_it_with_the_bits_of_one_that_had_room(string verb, int room)
    {
        RequireDisk();
        Assert.Equal(0, (await TrainProgram.RunAsync(Fit(verb, "straight"))).Code);
        Assert.Equal(0, (await TrainProgram.RunAsync(Fit(verb, "old", "--stop-after", "1"))).Code);
        var weights = verb == "sft --lora" ? LoraFolder.Weights : ModelFolder.Weights;
        var before = Contents(_folder.At("old"));

        var (code, error) = await OnDiskAsync(Size(_folder.At("old")) + (room * 1024), Fit(verb, "disk", "--resume"));

        Assert.Equal(3, code);
        Assert.Matches(Full, error[^1]);
        Assert.Single(error, line => line.StartsWith("error: ", StringComparison.Ordinal));
        var after = Contents(_folder.At("after"));
        Assert.Equal(before["state/latest"], after["state/latest"]);
        Assert.All(before.Where(file => file.Key.StartsWith("state/", StringComparison.Ordinal)), file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Equal(room > 100, before[weights] != after[weights]);
        Assert.DoesNotContain(after.Keys, name => name.Contains(".part", StringComparison.Ordinal));

        Assert.Equal(0, (await TrainProgram.RunAsync(Fit(verb, "after", "--resume"))).Code);
        Assert.Equal(Contents(_folder.At("straight"))[weights], Contents(_folder.At("after"))[weights]);
        Assert.Equal(4, File.ReadAllLines(_folder.At("after", "train.jsonl")).Length);
    }

    private string[] Fit(string verb, string output, params string[] more) =>
    [
        .. verb == "dpo" ? (string[])["dpo", "--data", _folder.At("pairs.jsonl")] : ["sft", "--data", _folder.At("data.jsonl")],
        "--base", _folder.At("base"), "--out", _folder.At(output), "--steps", "4", "--pack", "60", "--replicas", "1", "--lr", "1e-2",
        .. verb == "sft --lora" ? (string[])["--lora", "4"] : [],
        .. more,
    ];

    private static string Unshare => Environment.IsPrivilegedProcess ? "-m" : "-rm";

    /// <summary>A file system in memory that only the command sees: root may mount one, and who is root in a name space of his own.</summary>
    private void RequireDisk()
    {
        if (!OperatingSystem.IsLinux() || TrainProgram.StartAsync("sh", "-c", $"unshare {Unshare} mount -t tmpfs -o size=64k none '{_folder.At("disk")}'").GetAwaiter().GetResult().Code != 0)
        {
            Assert.Skip("this user may not mount a file system here, not even in a name space of his own");
        }
    }

    /// <summary>Runs the program with the folder <c>disk</c> on a disk of a size that begins with what is in <c>old</c>; what is on it at the end is in <c>after</c>.</summary>
    private async Task<(int Code, string[] Error)> OnDiskAsync(long size, string[] arguments)
    {
        var (disk, old, after) = (_folder.At("disk"), _folder.At("old"), _folder.At("after"));
        return await TrainProgram.StartAsync("unshare", [Unshare, "sh", "-c", $"mount -t tmpfs -o size={size} none '{disk}' && cp -r '{old}/.' '{disk}' && {{ \"$0\" \"$@\"; code=$?; cp -r '{disk}' '{after}'; exit $code; }}", TrainProgram.File, .. arguments]);
    }

    /// <summary>Bytes that the files of a folder take on a disk of whole pages.</summary>
    private static long Size(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(path => (new FileInfo(path).Length + Page - 1) / Page * Page);

    private static SortedDictionary<string, string> Contents(string folder) =>
        new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), path => Convert.ToHexString(File.ReadAllBytes(path)), StringComparer.Ordinal), StringComparer.Ordinal);
}
