using System.Collections;
using DuckDB.NET.Data;
using Parquet;
using Parquet.Serialization;

namespace LongWriter.Logs;

/// <summary>The first turn of the user of every row, by either library.</summary>
internal static class FirstTurns
{
    public static (long Rows, long Letters) ByDuckDB(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SET memory_limit = '300MB'; SET threads = 2";
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT list_filter(conversation, lambda t: t.role = 'user')[1].content FROM read_parquet('{path}')";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var (rows, letters) = (0L, 0L);
        while (reader.Read())
        {
            rows++;
            letters += reader.GetString(0).Length;
        }

        return (rows, letters);
    }

    public static async Task<(long Rows, long Letters)> ByParquetNetAsync(string path)
    {
        await using var file = File.OpenRead(path);
        int groups;
        await using (var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true))
        {
            groups = reader.RowGroupCount;
        }

        var (rows, letters) = (0L, 0L);
        for (var group = 0; group < groups; group++)
        {
            file.Position = 0;
            foreach (var row in (await ParquetSerializer.DeserializeUntypedAsync(file, null, group)).Data.Cast<Dictionary<string, object?>>())
            {
                rows++;
                letters += ((IEnumerable)row["conversation"]!).Cast<Dictionary<string, object?>>().First(turn => (string)turn["role"]! == "user")["content"]!.ToString()!.Length;
            }
        }

        return (rows, letters);
    }
}
