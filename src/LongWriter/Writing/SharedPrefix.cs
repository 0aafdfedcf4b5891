using System.Security.Cryptography;
using System.Text;
using LongWriter.Prompts;

namespace LongWriter.Writing;

/// <summary>What the prompt of a section shares with those of other sections, told to clients that can have it cached.</summary>
/// <param name="Run">The same for all calls of a run, also when it is taken up again.</param>
/// <param name="Places">As <see cref="PromptTemplate.Shared"/> has them.</param>
internal sealed record SharedPrefix(string Run, IReadOnlyList<int> Places)
{
    /// <param name="text">The text so far as the prompt carries it; a section in hand is not part of it.</param>
    public static SharedPrefix Of(PromptTemplate template, string instruction, long seed, string plan, string text)
    {
        var run = SHA256.HashData(Encoding.UTF8.GetBytes($"{template.Hash}\0{seed}\0{instruction}"));
        return new SharedPrefix(Convert.ToHexStringLower(run)[..16], template.Shared(instruction, plan, text));
    }
}
