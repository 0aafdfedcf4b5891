using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing;

namespace LongWriter.Tests;

public class LengthControlTests
{
    [Theory]
    [InlineData(400, 1000, 1000, 400)]
    [InlineData(400, 1000, 900, 360)]
    [InlineData(400, 1000, 1100, 440)]
    [InlineData(400, 1000, 100, 290)]
    [InlineData(400, 1000, -500, 290)]
    [InlineData(400, 1000, 5000, 560)]
    [InlineData(333, 333, 333, 330)]
    [InlineData(3, 3, 3, 10)]
    public void A_budget_takes_its_share_of_what_is_left_and_strays_little(int planned, int plannedLeft, int wordsLeft, int budget) =>
        Assert.Equal(budget, LengthControl.Budget(planned, plannedLeft, wordsLeft));

    [Fact]
    public void Budgets_are_tens_and_never_far_from_the_plan() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[0, 20_000], Gen.Int[-5000, 40_000]).Each(5000, drawn =>
        {
            var (planned, later, left) = drawn;
            var budget = LengthControl.Budget(planned, planned + later, left);

            Assert.Equal(0, budget % 10);
            Assert.InRange(budget, Math.Max(10, (planned / 1.4) - 5.01), Math.Max(10, (planned * 1.4) + 5.01));
        });
}
