using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter.Nano;

/// <summary>Instructions to write articles, as <c>longwriter data build</c> and <c>data pairs</c> read them. Each states one length.</summary>
internal sealed class InstructionFile(Bank bank, int seed)
{
    private const string Kind = "article";
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Random _random = new(seed);

    /// <param name="count">Rows to write.</param>
    /// <param name="least">Fewest words asked for.</param>
    /// <param name="most">Most words asked for; the logarithm of the length is evenly drawn between both.</param>
    public void Write(TextWriter output, int count, int least, int most)
    {
        var composer = new InstructionComposer(bank, _random);
        for (var number = 1; number <= count;)
        {
            var subject = new SubjectMaker(bank, _random).Thing();
            var instruction = composer.Compose(Kind, subject, Round(composer.Between(least, most)));
            if (!HeldOut.Contains(instruction))
            {
                output.WriteLine(JsonSerializer.Serialize(new { id = string.Create(CultureInfo.InvariantCulture, $"{seed}-{number}"), instruction, type = "Popular Science" }, s_json));
                number++;
            }
        }
    }

    /// <summary>Lengths as people state them.</summary>
    private static int Round(double words) => (int)Math.Round(words / (words < 1000 ? 50 : 100)) * (words < 1000 ? 50 : 100);
}
