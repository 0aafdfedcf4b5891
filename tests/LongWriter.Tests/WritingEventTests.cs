namespace LongWriter.Tests;

public class WritingEventTests
{
    [Fact]
    public void Token_counts_add_up_each_by_itself() => Assert.Equal(new TokenUsage(11, 22, 33), new TokenUsage(1, 2, 3) + new TokenUsage(10, 20, 30));

    [Fact]
    public void The_hierarchy_is_closed_and_every_event_has_a_name_of_its_own()
    {
        var events = typeof(WritingEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(WritingEvent)).ToList();
        var named = typeof(WritingEvent).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().ToDictionary(attribute => attribute.DerivedType, attribute => (string)attribute.TypeDiscriminator!);

        Assert.Equal(16, events.Count);
        Assert.All(events, type => Assert.True(type.IsSealed && named.ContainsKey(type)));
        Assert.Equal(events.Count, named.Values.Distinct(StringComparer.Ordinal).Count());
    }
}
