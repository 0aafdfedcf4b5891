using CsCheck;
using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Tests;

public class PlanRepairTests
{
    [Fact]
    public void A_plan_that_fits_is_left_as_it_is()
    {
        var plan = Sample.Plan(300, 333, 367);

        var (fitted, repairs) = PlanRepair.Fit(plan, 1000, PlanBounds.Sections);

        Assert.Equal(plan.Steps, fitted.Steps);
        Assert.Empty(repairs);
    }

    [Fact]
    public void Without_a_target_the_budgets_are_the_plan_s_own()
    {
        var (fitted, repairs) = PlanRepair.Fit(Sample.Plan(7, 900), null, PlanBounds.Sections);

        Assert.Equal([7, 900], fitted.Steps.Select(step => step.Words));
        Assert.Empty(repairs);
    }

    [Fact]
    public void Budgets_are_rescaled_in_proportion_and_the_repair_is_told()
    {
        var (fitted, repairs) = PlanRepair.Fit(Sample.Plan(200, 400, 400), 2000, PlanBounds.Sections);

        Assert.Equal([400, 800, 800], fitted.Steps.Select(step => step.Words));
        Assert.Equal("the steps' budgets came to 1000 words; they were rescaled to 2000", Assert.Single(repairs));
    }

    [Fact]
    public void Budgets_of_a_very_long_document_keep_their_proportion()
    {
        var (fitted, _) = PlanRepair.Fit(Sample.Plan(1_000_000, 3_000_000), 8_000_000, PlanBounds.Own);

        Assert.Equal([2_000_000, 6_000_000], fitted.Steps.Select(step => step.Words));
    }

    [Fact]
    public void Steps_that_say_the_same_are_dropped_and_the_rest_numbered_again()
    {
        var plan = new Plan([new PlanStep(1, "Mud", 100), new PlanStep(2, "MUD", 200), new PlanStep(3, "Stone", 300), new PlanStep(4, "Mud", 400)]);

        var (fitted, repairs) = PlanRepair.Fit(plan, null, PlanBounds.Sections);

        Assert.Equal([new PlanStep(1, "Mud", 100), new PlanStep(2, "Stone", 300)], fitted.Steps);
        Assert.Equal("2 steps said the same as an earlier one and were dropped", Assert.Single(repairs));
    }

    [Fact]
    public void Steps_too_many_for_a_short_text_are_merged_and_nothing_is_left_out()
    {
        var (fitted, repairs) = PlanRepair.Fit(Sample.Plan(200, 300, 200, 150, 200), 450, PlanBounds.Sections);

        Assert.Equal(["Point A of the matter; Point B of the matter", "Point C of the matter; Point D of the matter", "Point E of the matter"], fitted.Steps.Select(step => step.MainPoint));
        Assert.Equal(450, fitted.Words);
        Assert.Equal("5 steps are too many for 450 words; the smallest were merged with a neighbor, 3 are left", repairs[0]);
        Assert.Equal(2, repairs.Count);
    }

    [Fact]
    public void Any_plan_comes_to_the_target_exactly_with_a_word_or_more_for_every_step()
    {
        var repaired = 0;
        Gen.Select(Gen.Select(Gen.Int[0, 30], Gen.Int[1, 3000]).Array[1, 40], Gen.Frequency((10, Gen.Int[1, 300]), (10, Gen.Int[300, 30_000]), (1, Gen.Int[30_000, 10_000_000]))).Each(5000, drawn =>
        {
            var (steps, target) = drawn;
            var plan = new Plan([.. steps.Select((step, i) => new PlanStep(i + 1, $"Point {step.Item1}", step.Item2))]);
            var (fitted, repairs) = PlanRepair.Fit(plan, target, PlanBounds.Sections);

            Assert.Equal(target, fitted.Words);
            Assert.All(fitted.Steps, step => Assert.True(step.Words >= 1));
            Assert.Equal(Enumerable.Range(1, fitted.Steps.Count), fitted.Steps.Select(step => step.Number));
            Assert.Equal(fitted.Steps.Count, fitted.Steps.Select(step => step.MainPoint).Distinct(StringComparer.Ordinal).Count());
            Assert.True(fitted.Steps.Count == 1 || fitted.Steps.All(step => step.Words >= PlanBounds.Sections.Least) || repairs.Count == 0);
            Assert.Equal(!fitted.Steps.SequenceEqual(plan.Steps), repairs.Count > 0);
            repaired += repairs.Count > 0 ? 1 : 0;
        });
        Assert.True(repaired > 4000);
    }

    [Fact]
    public void Far_apart_budgets_still_come_to_the_target()
    {
        foreach (var words in (int[][])[[1, 1, 1, 999_999], [999_999, 1, 1, 1], [1, 999_999, 1, 1]])
        {
            var (fitted, _) = PlanRepair.Fit(Sample.Plan(words), 1000, PlanBounds.Sections);

            Assert.Equal(1000, fitted.Words);
            Assert.All(fitted.Steps, step => Assert.True(step.Words >= PlanBounds.Sections.Least));
        }
    }

    [Fact]
    public void Steps_too_few_for_the_target_are_split_into_parts_of_a_size_a_model_can_write()
    {
        var plan = Sample.Plan(300, 600);

        var (fitted, repairs) = PlanRepair.Fit(plan, 9000, PlanBounds.Sections);

        Assert.Equal(9000, fitted.Words);
        Assert.Equal(9, fitted.Steps.Count);
        Assert.All(fitted.Steps, step => Assert.InRange(step.Words, 1, PlanBounds.Sections.Most));
        Assert.Equal("Point A of the matter, part 2 of 3", fitted.Steps[1].MainPoint);
        Assert.Equal("2 steps of more than 1000 words were split into parts", repairs[^1]);
    }

    [Fact]
    public void A_fitted_plan_keeps_every_point_in_its_order_and_is_not_fitted_twice()
    {
        var (merged, split) = (0, 0);
        Gen.Select(Gen.Int[1, 3000].Array[1, 40], Gen.Frequency((1, Gen.Int[1, 300]), (3, Gen.Int[300, 40_000])), Gen.Int[0, 2]).Each(3000, drawn =>
        {
            var (words, target, kind) = drawn;
            var bounds = kind switch { 0 => PlanBounds.Sections, 1 => PlanBounds.Chapters, _ => PlanBounds.Own };
            var (fitted, _) = PlanRepair.Fit(new Plan([.. words.Select((count, i) => new PlanStep(i + 1, $"<{i}>", count))]), target, bounds);

            // Parts of a step that was split stand together, merged steps in one.
            var points = fitted.Steps.SelectMany(step => step.MainPoint.Split("; ").Select(point => point.Split(',')[0])).ToList();
            Assert.Equal(Enumerable.Range(0, words.Length).Select(i => $"<{i}>"), points.Where((point, i) => i == 0 || point != points[i - 1]));
            Assert.Equal(target, fitted.Words);
            Assert.All(fitted.Steps, step => Assert.InRange(step.Words, 1, bounds.Most));

            var (again, repairs) = PlanRepair.Fit(fitted, target, bounds);
            Assert.Equal(fitted.Steps, again.Steps);
            Assert.Empty(repairs);
            merged += fitted.Steps.Any(step => step.MainPoint.Contains(';', StringComparison.Ordinal)) ? 1 : 0;
            split += fitted.Steps.Any(step => step.MainPoint.Contains(", part ", StringComparison.Ordinal)) ? 1 : 0;
        });
        Assert.True(merged > 100 && split > 100, $"{merged} merged, {split} split: hardly anything was fitted");
    }
}
