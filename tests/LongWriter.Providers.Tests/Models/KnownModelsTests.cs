using LongWriter.Providers.Models;

namespace LongWriter.Providers.Tests.Models;

public class KnownModelsTests
{
    [Theory]
    [InlineData("gpt-4o-2024-11-20", 128_000, false)]
    [InlineData("gpt-4", 8192, false)]
    [InlineData("gpt-4.1-mini", 1_047_576, false)]
    [InlineData("gpt-5-mini", 272_000, true)]
    [InlineData("o3-mini", 200_000, true)]
    [InlineData("claude-sonnet-4-5-20250929", 200_000, false)]
    [InlineData("claude-sonnet-4-20250514", 200_000, false)]
    [InlineData("claude-opus-4-5-20251101", 200_000, false)]
    [InlineData("claude-opus-4-6", 1_000_000, false)]
    [InlineData("claude-opus-5-5", 1_000_000, true)]
    [InlineData("gemini-3.8-flash", 1_048_576, true)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 131_072, false)]
    [InlineData("meta-llama/Meta-Llama-3-8B-Instruct", 8192, false)]
    [InlineData("llama3:8b", 8192, false)]
    [InlineData("llama3.1:8b", 131_072, false)]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", 32_768, false)]
    [InlineData("THUDM/LongWriter-glm4-9b", 131_072, false)]
    public void A_model_is_known_by_its_family_however_it_is_spelt(string model, int context, bool thinks)
    {
        Assert.Equal((context, thinks), (KnownModels.Find(model)?.Context, KnownModels.Find(model)?.Thinks));
        Assert.Equal(context - (thinks ? KnownModels.RoomForThoughts : 0), KnownModels.Context(model)?.Tokens);
    }

    [Theory]
    [InlineData("never-heard-of")]
    [InlineData("my-gpt-4o")]
    [InlineData("")]
    [InlineData("/")]
    public void Nothing_is_assumed_of_others(string model)
    {
        Assert.Null(KnownModels.Find(model));
        Assert.Null(KnownModels.Context(model));
    }

    [Fact]
    public void The_table_is_sound_and_dated()
    {
        Assert.True(KnownModels.Date >= new DateOnly(2026, 11, 25));
        Assert.True(KnownModels.All.Count > 40);
        Assert.All(KnownModels.All, family => Assert.InRange(family.Context, 4096, 2_000_000));
        Assert.Distinct(KnownModels.All.Select(family => family.Family));
        Assert.All(KnownModels.All, family => Assert.Equal(family, KnownModels.Find(family.Family)));
    }
}
