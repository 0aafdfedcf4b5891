using LongWriter.Cli.Settings;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public sealed class SettingSourcesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly string _below;
    private readonly string _user;

    public SettingSourcesTests()
    {
        _below = Directory.CreateDirectory(_folder["book/chapters/one"]).FullName;
        _user = Path.Combine(Directory.CreateDirectory(_folder["home/longwriter"]).FullName, "config.json");
        _variables["XDG_CONFIG_HOME"] = _folder["home"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_said_closest_holds()
    {
        var project = _folder.Write("book/longwriter.json", "{\n \"template\": \"paper\" }");
        List<(string?, string)> held = [Resolve(Setting.Template)];

        File.WriteAllText(_user, "{ \"template\": \"longwriter\", \"strategy\": \"direct\" }");
        held.Add(Resolve(Setting.Strategy));
        held.Add(Resolve(Setting.Template));
        _variables["LONGWRITER_TEMPLATE"] = "longwriter";
        held.Add(Resolve(Setting.Template));
        held.Add(Resolve(Setting.Template, "paper"));
        held.Add(Resolve(Setting.Context));
        held.Add(Resolve(Setting.Temperature));

        Assert.Equal<(string?, string)>([("paper", project + ":2"), ("direct", _user + ":1"), ("paper", project + ":2"), ("longwriter", "LONGWRITER_TEMPLATE"), ("paper", "--template"), ("auto", "default"), (null, "default")], held);
    }

    [Fact]
    public void Only_the_nearest_project_file_is_read()
    {
        _folder.Write("longwriter.json", "this is no JSON");
        _folder.Write("book/longwriter.json", "{ \"template\": \"paper\" }");
        _folder.Write("book/chapters/one/longwriter.json", "{ \"strategy\": \"direct\" }");

        Assert.Equal(("longwriter", "default"), Resolve(Setting.Template));
        Assert.Equal("direct", Resolve(Setting.Strategy).Value);
    }

    [Fact]
    public void An_empty_variable_says_nothing_and_a_wrong_one_is_told()
    {
        _variables["LONGWRITER_TEMPERATURE"] = "";
        Assert.Equal((null, "default"), Resolve(Setting.Temperature));

        _variables["LONGWRITER_TEMPERATURE"] = "hot";
        var error = Assert.Throws<UsageException>(() => Resolve(Setting.Temperature));

        Assert.StartsWith("LONGWRITER_TEMPERATURE hot: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_beside_the_settings_is_found_from_below()
    {
        _folder.Write("book/mine.gguf", "weights");
        _folder.Write("book/longwriter.json", "{ \"model\": \"mine.gguf\", \"planner\": \"elsewhere.gguf\" }");

        Assert.Equal(_folder["book/mine.gguf"], Resolve(Setting.Model).Value);
        Assert.Equal("elsewhere.gguf", Resolve(Setting.Planner).Value);
    }

    [Fact]
    public void Every_setting_has_an_option_and_a_variable_of_its_name()
    {
        Assert.All(Setting.All, setting =>
        {
            var option = setting.ToOption("described");
            Assert.Equal(("--" + setting.Name, "LONGWRITER_" + setting.Name.ToUpperInvariant()), (option.Name, setting.Variable));
            Assert.True(setting.Default is null || setting.Problem(setting.Default) is null);
        });
    }

    private (string? Value, string Origin) Resolve(Setting setting, string? option = null)
    {
        var around = new Surroundings(TextReader.Null, TextWriter.Null, TextWriter.Null, new ManualTime()) { Folder = _below, Variable = _variables.GetValueOrDefault };
        var value = new SettingSources(around).Resolve(setting, option);
        return (value.Value, value.Origin);
    }
}
