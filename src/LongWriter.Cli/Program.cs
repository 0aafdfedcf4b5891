using LongWriter.Cli;

using var interrupt = new Interrupt();
return await Application.RunAsync(args, new Surroundings(Console.In, Console.Out, Console.Error, TimeProvider.System), interrupt.Token);
