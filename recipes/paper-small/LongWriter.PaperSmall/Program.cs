using System.CommandLine;
using LongWriter.Evaluation;
using LongWriter.PaperSmall;

var folders = new Argument<string[]>("folder") { Description = "folders of evaluations, each named by its arm, a hyphen and its seed", Arity = ArgumentArity.OneOrMore };
var heldOut = new Option<string[]>("--held-out") { Description = "held-out.json of preference training, in folders named likewise", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var output = new Option<DirectoryInfo>("--out") { Description = "folder for table.md and the figures", Required = true };
var table = new Command("table", "Set the arms side by side, the seeds of each taken together.") { folders, heldOut, output };
table.SetAction(parsed =>
{
    try
    {
        var arms = Arm.Read(parsed.GetRequiredValue(folders));
        var text = ArmTable.Of(arms) + AlignmentTable.Of([.. parsed.GetRequiredValue(heldOut).Select(Alignment.Read)]);
        var folder = parsed.GetRequiredValue(output).FullName;
        Directory.CreateDirectory(folder);
        foreach (var drawing in ArmFigures.Of(arms))
        {
            File.WriteAllBytes(Path.Combine(folder, drawing.Name + ".png"), drawing.ToPng());
            File.WriteAllText(Path.Combine(folder, drawing.Name + ".svg"), drawing.ToSvg());
        }

        File.WriteAllText(Path.Combine(folder, "table.md.tmp"), text);
        File.Move(Path.Combine(folder, "table.md.tmp"), Path.Combine(folder, "table.md"), overwrite: true);
        Console.Write(text);
        return 0;
    }
    catch (Exception e) when (e is EvaluationFileException or FormatException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
});
return new RootCommand("Tables of the paper's experiment in small.") { table }.Parse(args).Invoke();
