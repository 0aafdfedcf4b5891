using LongWriter.Soak;

// LongWriter.Soak server PORT [SETTING=VALUE...]     a model endpoint on loopback
// LongWriter.Soak write PORT [SETTING=VALUE...]      documents written against it
// Settings and their defaults are in Settings.cs; bench/soak.sh runs the measurements of docs/benchmarks/soak.md.
if (args is not [("server" or "write") and var verb, var port, .. var rest] || !int.TryParse(port, out var number))
{
    await Console.Error.WriteLineAsync("usage: LongWriter.Soak server|write PORT [SETTING=VALUE...]");
    return 2;
}

var settings = Settings.Read(rest);
if (verb == "server")
{
    await new SoakServer(number, settings).RunAsync();
    return 0;
}

await Console.Out.WriteLineAsync(await new SoakRun(number, settings).RunAsync());
return 0;
