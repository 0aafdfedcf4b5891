using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Datasets.Authoring;

/// <summary>Why a row came to nothing, kept in its folder: what was tried and paid for once is not tried again.</summary>
internal sealed record Failure(Reason Reason, string Detail)
{
    private const string FileName = "failed.json";

    /// <exception cref="DataFileException">The file is damaged.</exception>
    public static Failure? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Failure>(File.ReadAllText(path), EventJson.Options) : null;
        }
        catch (JsonException e)
        {
            throw new DataFileException(path, "is damaged; remove it to try the row again", e);
        }
    }

    public void Save(string folder) => WholeFile.Save(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, EventJson.Options) + "\n", DataFileException.Told);
}
