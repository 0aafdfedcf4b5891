using System.Text.Json;
using LongWriter.Formats.Chat;

namespace LongWriter.Training.Handoff;

/// <summary>Writes a job's folder, whole or not at all.</summary>
internal static class JobFolder
{
    private const string Requirements = """
        trl==1.9.0
        transformers>=5.13,<6
        accelerate>=1.4.0
        datasets>=4.7.0
        flash-attn
        """;

    private const string LlamaFactoryRequirements = """
        llamafactory==0.9.5
        transformers>=5.2,<5.6
        deepspeed>=0.16.4,<=0.18.4
        liger-kernel>=0.6
        flash-attn

        """;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="IOException">There is something at <paramref name="folder"/> already.</exception>
    /// <exception cref="Formats.ModelFileException">The data has a row that cannot be used.</exception>
    public static JobRows Write(string folder, string data, HandoffJob job)
    {
        if (Path.Exists(folder))
        {
            throw new IOException($"{folder} is there already and is not overwritten; give another --out");
        }

        var draft = Directory.CreateDirectory($"{Path.TrimEndingDirectorySeparator(folder)}.{Environment.ProcessId}.tmp").FullName;
        try
        {
            var rows = new JobData(data, job).Write(Path.Combine(draft, "data.jsonl"));
            foreach (var (name, text) in Files(job, rows))
            {
                var path = Path.Combine(draft, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
                if (text.StartsWith("#!", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
                }
            }

            Directory.Move(draft, folder);
            return rows;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static IEnumerable<(string Name, string Text)> Files(HandoffJob job, JobRows rows) =>
    [
        ("README.md", JobReadme.Write(job, rows)),
        ("job.json", JobSettings.Job(job).ToJsonString(s_json) + "\n"),
        job.Engine == Engine.DeepSpeed
            ? (JobSettings.DeepSpeedFile, JobSettings.DeepSpeed().ToJsonString(s_json) + "\n")
            : (JobSettings.FsdpFile, JobSettings.Fsdp().ToJsonString(s_json) + "\n"),
        ("chat_template.jinja", ChatTemplate.JinjaOf(job.Template)),
        ("requirements.txt", !job.IsTrl ? LlamaFactoryRequirements : Requirements + (job.Engine == Engine.DeepSpeed ? "\ndeepspeed>=0.18.6\n" : "\n")),
        ("train.py", Embedded(job.IsTrl ? "train.py" : "train_llama_factory.py")),
        .. job.IsTrl ? [] : ((string, string)[])[("prepare.py", Embedded("prepare.py"))],
        ("rows.py", Embedded("rows.py")),
        ("check.py", Embedded("check.py")),
        ("launch/torchrun.sh", LaunchFiles.Torchrun(job)),
        ("launch/slurm.sbatch", LaunchFiles.Slurm(job)),
        ("launch/kubernetes.yaml", LaunchFiles.Kubernetes(job)),
    ];

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(JobFolder).Assembly.GetManifestResourceStream($"handoff/{name}")!);
        return reader.ReadToEnd();
    }
}
