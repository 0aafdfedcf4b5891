using System.Text.Json;
using LongWriter.Chat;
using LongWriter.Datasets.Rows;
using LongWriter.Runs;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Authoring;

/// <summary>Writes the instruction that a text could be the answer to: one call a row, more where the answer is no instruction.</summary>
internal sealed class BacktranslationAuthor(IChatClient client, Func<Exception, bool> fails) : Author
{
    private const string FileName = "instruction.json";

    /// <summary>Calls made for a row.</summary>
    private const int Attempts = 3;

    internal override string? Lacks(InstructionRow row) => string.IsNullOrWhiteSpace(row.Answer) ? "has no text to write an instruction for" : null;

    internal override async Task<Composition> WriteAsync(string folder, InstructionRow row, long seed, CancellationToken cancellationToken)
    {
        if (Read(folder, row) is { } finished)
        {
            return finished;
        }

        var usage = new TokenUsage(0, 0, 0);
        var problem = "";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            ChatResponse response;
            try
            {
                var prompt = BacktranslationPrompt.For(row.Answer!);
                response = await AnswerStream.WholeAsync(client, prompt, new ChatOptions { Seed = CallSeed.Of(seed, 0, attempt) }, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (fails(e))
            {
                problem = e.Message.ReplaceLineEndings(" ");
                break;
            }

            usage += TokenUsage.Of(response.Usage);
            var instruction = Cleaning.Clean(response.Text).Trim();
            problem = Unusable.Find(instruction) ?? (WordCount.Of(instruction) > WordCount.Of(row.Answer!) ? "the answer was longer than the text" : "");
            if (problem.Length == 0)
            {
                WholeFile.Save(Path.Combine(folder, FileName), JsonSerializer.Serialize(new Kept(instruction, usage), EventJson.Options) + "\n", DataFileException.Told);
                return Read(folder, row)!;
            }
        }

        new Failure(Reason.FailedInstruction, problem).Save(folder);
        return Read(folder, row)!;
    }

    internal override Composition? Read(string folder, InstructionRow row)
    {
        var path = Path.Combine(folder, FileName);
        return Failure.Read(folder) is { } failure ? Composition.Of(row.Instruction, failure)
            : File.Exists(path) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), EventJson.Options) is { } kept ? new Composition(kept.Instruction, [row.Answer!.Trim()]) { Usage = kept.Usage, Aimed = TargetLength.Read(kept.Instruction) }
            : null;
    }

    private sealed record Kept(string Instruction, TokenUsage Usage);
}
