using System.Text;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

/// <summary>What people give as a model, and what no one should be able to break the tool with.</summary>
public class ModelFileTests
{
    private const ulong TenBillion = 10_000_000_000;

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "empty", [] },
        { "magic alone", Bytes("GGUF"u8.ToArray()) },
        { "foreign", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("This is a shopping list, not a model. ", 100))) },
        { "safetensors", Bytes(40ul, "{\"weight\":{\"dtype\":\"F32\",\"shape\":[1]}}  "u8.ToArray(), new byte[64]) },
        { "version 1", Bytes("GGUF"u8.ToArray(), 1u, 0ul, 0ul, new byte[64]) },
        { "version of the future", Bytes("GGUF"u8.ToArray(), 99u, 0ul, 0ul, new byte[64]) },
        { "nothing in it", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 0ul, new byte[64]) },
        { "ten billion tensors", Bytes("GGUF"u8.ToArray(), 3u, TenBillion, 0ul, new byte[64]) },
        { "most tensors there can be", Bytes("GGUF"u8.ToArray(), 3u, ulong.MaxValue, 0ul, new byte[64]) },
        { "ten billion pairs", Bytes("GGUF"u8.ToArray(), 3u, 0ul, TenBillion, new byte[64]) },
        { "key of ten billion bytes", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, TenBillion, new byte[64]) },
        { "key of negative length", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, ulong.MaxValue, new byte[64]) },
        { "value of an unknown type", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, Key("a"), 77u, new byte[64]) },
        { "array of ten billion", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, Key("a"), 9u, 0u, TenBillion, new byte[64]) },
        { "arrays in arrays", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, Key("a"), Bytes([.. Enumerable.Repeat((object)Bytes(9u, 1ul), 500)]), new byte[64]) },
        { "tensor outside the file", Bytes("GGUF"u8.ToArray(), 3u, 1ul, 0ul, Key("t"), 1u, 8ul, 0u, TenBillion * 32, new byte[64]) },
        { "tensor whose end wraps around", Bytes("GGUF"u8.ToArray(), 3u, 1ul, 0ul, Key("t"), 1u, 8ul, 0u, ulong.MaxValue - 31, new byte[64]) },
        { "tensor of more elements than bytes exist", Bytes("GGUF"u8.ToArray(), 3u, 1ul, 0ul, Key("t"), 4u, 2147483647ul, 2147483647ul, 2147483647ul, 2147483647ul, 0u, 0ul, new byte[64]) },
        { "tensor of a hundred dimensions", Bytes("GGUF"u8.ToArray(), 3u, 1ul, 0ul, Key("t"), 100u, new byte[64]) },
        { "another architecture", Bytes("GGUF"u8.ToArray(), 3u, 0ul, 1ul, Key("general.architecture"), 8u, Key("mamba"), new byte[64]) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_file_that_is_no_sound_model_is_told_in_one_line(string kind, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var folder = new TempFolder();
        var before = GC.GetAllocatedBytesForCurrentThread();

        await RefusedAsync(folder.Write("model.gguf", bytes), kind);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000, "a lie in the file was believed and memory taken for it");
    }

    [Fact]
    public async Task A_missing_model_is_told_in_one_line()
    {
        using var folder = new TempFolder();

        await RefusedAsync(folder["none.gguf"], "no such model file");
        await RefusedAsync(folder["no-folder/none.gguf"], "no such model file");
        await RefusedAsync("gpt-9", "neither a model file nor the name of a model");
        await RefusedAsync("http://127.0.0.1:9/v1", "the model's name is missing");
        await RefusedAsync(folder.Root, "neither a model file nor the name of a model");
        Directory.CreateDirectory(folder["folder.gguf"]);
        await RefusedAsync(folder["folder.gguf"], "folder.gguf");
    }

    [Fact]
    public async Task A_model_cut_anywhere_is_told_in_one_line()
    {
        using var folder = new TempFolder();
        var whole = await File.ReadAllBytesAsync(BabblingModel.Save(folder["whole.gguf"]), TestContext.Current.CancellationToken);

        // All of the first bytes, then ever wider apart: the header's fields, its arrays, the tensor list, the data.
        for (var length = 0; length < whole.Length - 32; length += 1 + (length / 12))
        {
            await RefusedAsync(folder.Write("cut.gguf", whole[..length]), "cut.gguf");
        }
    }

    [Fact]
    public async Task A_model_with_any_header_byte_changed_is_used_or_refused_but_breaks_nothing()
    {
        using var folder = new TempFolder();
        var whole = await File.ReadAllBytesAsync(BabblingModel.Save(folder["whole.gguf"]), TestContext.Current.CancellationToken);
        var plan = folder.Write("p.plan", Sample.Plan(10).ToString());
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 150; i++)
        {
            var broken = whole.ToArray();
            broken[random.Next(i < 75 ? 600 : 6000)] = (byte)random.Next(256);
            string[] args = ["write", "Write about mud", "--plan", plan, "-q", "-m", folder.Write("broken.gguf", broken)];

            // Most are only opened; every tenth is also made to write.
            var outcome = await CommandLine.RunAsync(i % 10 == 0 ? args : [.. args, "--dry-run"]);

            Assert.True(outcome.Code is ExitCodes.Done or ExitCodes.Model, outcome.Error);
            Assert.Equal(outcome.Code == ExitCodes.Model, outcome.Error.Length > 0);
            refused += outcome.Code == ExitCodes.Model ? 1 : 0;
        }

        Assert.InRange(refused, 20, 149);
    }

    private static async Task RefusedAsync(string model, string message)
    {
        foreach (var verb in (string[])["write", "plan"])
        {
            var outcome = await CommandLine.RunAsync(verb, "Write about mud", "-m", model);

            Assert.Equal((ExitCodes.Model, ""), (outcome.Code, outcome.Output));
            Assert.StartsWith("error: ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
            Assert.Contains(Path.GetFileName(model), outcome.Error, StringComparison.Ordinal);
            Assert.True(!message.Contains(' ', StringComparison.Ordinal) || File.Exists(model) || outcome.Error.Contains(message, StringComparison.Ordinal), outcome.Error);
        }
    }

    private static byte[] Key(string text) => Bytes((ulong)text.Length, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(params object[] parts)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var part in parts)
        {
            switch (part)
            {
                case byte[] bytes: writer.Write(bytes); break;
                case uint number: writer.Write(number); break;
                case ulong number: writer.Write(number); break;
                default: throw new ArgumentException($"{part.GetType()} is not written", nameof(parts));
            }
        }

        return stream.ToArray();
    }
}
