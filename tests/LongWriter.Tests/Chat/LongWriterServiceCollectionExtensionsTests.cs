using LongWriter.Chat;
using LongWriter.Fakes;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

public class LongWriterServiceCollectionExtensionsTests
{
    private static readonly WritingRequest s_request = new("Write 200 words on mud");

    [Fact]
    public async Task The_registered_client_writes_with_the_options_and_the_clock_that_are_registered()
    {
        using var client = new ScriptedChatClient(Sample.Plan(100, 100).ToString(), Sample.Text("Mud", 100), Sample.Text("Stone", 100));
        await using var provider = new ServiceCollection()
            .AddSingleton<IChatClient>(client)
            .AddSingleton<TimeProvider>(new ManualTime(TimeSpan.FromSeconds(7)))
            .AddLongWriter(options => options with { Temperature = 0.4f, Layout = WritingLayout.Dialogue })
            .BuildServiceProvider(validateScopes: true);
        var events = new List<WritingEvent>();

        await WriterRun.ReadAsync(provider.GetRequiredService<DocumentWriter>(), s_request, events);

        Assert.Equal(7, Assert.IsType<DocumentFinished>(events[^1]).Seconds);
        Assert.All(client.Calls, call => Assert.Equal(0.4f, call.Options.Temperature));
        Assert.Equal(3, client.Calls[2].Messages.Count);
    }

    [Fact]
    public async Task Clients_with_keys_plan_and_write()
    {
        using var other = new ScriptedChatClient();
        using var planner = new ScriptedChatClient(Sample.Plan(100, 100).ToString());
        using var writer = new ScriptedChatClient(Sample.Text("Mud", 100), Sample.Text("Stone", 100));
        await using var provider = new ServiceCollection()
            .AddScoped<IChatClient>(_ => other)
            .AddKeyedSingleton<IChatClient>("planner", planner)
            .AddKeyedSingleton<IChatClient>("writer", writer)
            .AddLongWriter()
            .BuildServiceProvider(validateScopes: true);

        await WriterRun.ReadAsync(provider.GetRequiredService<DocumentWriter>(), s_request, []);

        Assert.Equal((0, 1, 2), (other.Calls.Count, planner.Calls.Count, writer.Calls.Count));
    }

    [Fact]
    public async Task A_pipeline_takes_the_registered_options()
    {
        using var inner = new ScriptedChatClient(Sample.Plan(1000, 1000).ToString(), Sample.Text("Mud", 1000), Sample.Text("Stone", 1000));
        await using var provider = new ServiceCollection().AddLongWriter(options => options with { Temperature = 0.4f }).BuildServiceProvider();
        using var client = new ChatClientBuilder(inner).UseLongWriting().Build(provider);

        await client.GetResponseAsync("Write 2,000 words on mud", cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(inner.Calls, call => Assert.Equal(0.4f, call.Options.Temperature));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused_at_once()
    {
        Assert.Contains("Attempts is 0; give 1 to 30", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddLongWriter(options => options with { Attempts = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("Attempts is 31", Assert.Throws<ArgumentException>(() => new DocumentWriter(new ScriptedChatClient(), new WriterOptions { Attempts = 31 })).Message, StringComparison.Ordinal);
        Assert.Contains("Temperature is 3; give 0 to 2", Assert.Throws<ArgumentException>(() => new ChatClientBuilder(new ScriptedChatClient()).UseLongWriting(new WriterOptions { Temperature = 3 })).Message, StringComparison.Ordinal);
        Assert.Contains("Context is 0 tokens", Assert.Throws<ArgumentException>(() => new LongWritingChatClient(new ScriptedChatClient(), new WriterOptions { Context = new ContextWindow(0, text => text.Length) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_client_the_writer_says_what_is_missing()
    {
        using var provider = new ServiceCollection().AddLongWriter().BuildServiceProvider();

        Assert.Contains("IChatClient", Assert.Throws<InvalidOperationException>(provider.GetRequiredService<DocumentWriter>).Message, StringComparison.Ordinal);
    }
}
