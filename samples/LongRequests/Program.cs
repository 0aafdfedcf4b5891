// A chat client that writes documents: requests for more than 1,500 words are planned and written section by section, all others
// pass through to the model as they are.
//
//   LongRequests                                         a short request and a long one
//   LongRequests "Write a 2,000-word guide to bridges"   one of your own

using LongWriter;
using LongWriter.Chat;
using LongWriter.Providers;
using Microsoft.Extensions.AI;

using var model = ModelCatalog.Open(ModelCatalog.Embedded);
var client = model.Client.AsBuilder().UseLongWriting(new WriterOptions { Context = model.Context, SendsWritten = true }).Build();

foreach (var request in args.Length > 0 ? args : ["Write a 60-word text about rain", "Write a 1,600-word guide to old bridges"])
{
    var words = 0;
    await foreach (var update in client.GetStreamingResponseAsync(request, new ChatOptions { Seed = 1 }))
    {
        words += LongWriter.Text.WordCount.Of(update.Text);
        Console.Write(update.Text);
    }

    Console.WriteLine();
    Console.Error.WriteLine($"\"{request}\": {words} words");
}
