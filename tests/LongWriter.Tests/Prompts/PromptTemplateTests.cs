using LongWriter.Fakes;
using LongWriter.Prompts;

namespace LongWriter.Tests;

public class PromptTemplateTests
{
    [Fact]
    public void The_paper_s_plan_prompt_is_the_paper_s_byte_for_byte() => Assert.Equal(
        "I need you to help me break down the following long-form writing instruction into multiple subtasks. Each subtask will guide the writing of one paragraph in the essay, and should include the main points and word count requirements for that paragraph.\n\n" +
        "The writing instruction is as follows:\n\n" +
        "INSTRUCTION\n\n" +
        "Please break it down in the following format, with each subtask taking up one line:\n\n" +
        "Paragraph 1 - Main Point: [Describe the main point of the paragraph, in detail] - Word Count: [Word count requirement, e.g., 400 words]\n\n" +
        "Paragraph 2 - Main Point: [Describe the main point of the paragraph, in detail] - Word Count: [word count requirement, e.g. 1000 words].\n\n" +
        "...\n\n" +
        "Make sure that each subtask is clear and specific, and that all subtasks cover the entire content of the writing instruction. Do not split the subtasks too finely; each subtask's paragraph should be no less than 200 words and no more than 1000 words. Do not output any other content.",
        PromptTemplate.Paper.Plan("INSTRUCTION"));

    [Fact]
    public void The_paper_s_write_prompt_is_the_paper_s_byte_for_byte() => Assert.Equal(
        "You are an excellent writing assistant. I will give you an original writing instruction and my planned writing steps. I will also provide you with the text I have already written. Please help me continue writing the next paragraph based on the writing instruction, writing steps, and the already written text.\n\n" +
        "Writing instruction:\n\n" +
        "INSTRUCTION\n\n" +
        "Writing steps:\n\n" +
        "PLAN\n\n" +
        "Already written text:\n\n" +
        "TEXT\n\n" +
        "Please integrate the original writing instruction, writing steps, and the already written text, and now continue writing STEP.",
        PromptTemplate.Paper.Write("INSTRUCTION", "PLAN", "TEXT", "STEP"));

    [Fact]
    public void Our_prompts_keep_the_order_and_ask_for_a_heading_no_repetition_and_no_early_end()
    {
        var prompt = PromptTemplate.LongWriter.Write("INSTRUCTION", "PLAN", "TEXT", "STEP");
        var places = new[] { "INSTRUCTION", "PLAN", "TEXT", "heading", "STEP" }.Select(word => prompt.IndexOf(word, StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("without repeating", prompt, StringComparison.Ordinal);
        Assert.Contains("without ending the text before its last step", prompt, StringComparison.Ordinal);
        Assert.EndsWith("STEP", prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public void No_slot_is_left_and_a_slot_s_name_in_the_user_s_text_stays_text(string name)
    {
        const string Slots = "{User Instruction} {The writing plan generated in Step I} {Previous generated (n-1) paragraphs} {The plan for the n-th paragraph, i.e., the n-th line in the writing plan}";
        var template = PromptTemplate.Find(name);
        var plain = template.Write("INSTRUCTION", "PLAN", "TEXT", "STEP");

        Assert.DoesNotContain("{", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("{", template.Plan("INSTRUCTION"), StringComparison.Ordinal);
        Assert.Equal(plain.Replace("INSTRUCTION", Slots, StringComparison.Ordinal), template.Write(Slots, "PLAN", "TEXT", "STEP"));
        Assert.Equal(plain.Replace("PLAN", Slots, StringComparison.Ordinal), template.Write("INSTRUCTION", Slots, "TEXT", "STEP"));
        Assert.Equal(plain.Replace("TEXT", Slots, StringComparison.Ordinal), template.Write("INSTRUCTION", "PLAN", Slots, "STEP"));
        Assert.Equal(plain.Replace("STEP", Slots, StringComparison.Ordinal), template.Write("INSTRUCTION", "PLAN", "TEXT", Slots));
        Assert.Equal(template.Plan("INSTRUCTION").Replace("INSTRUCTION", Slots, StringComparison.Ordinal), template.Plan(Slots));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public void A_section_is_continued_behind_the_prefix_it_was_asked_for_with(string name)
    {
        var template = PromptTemplate.Find(name);
        var asked = template.Write("INSTRUCTION", "PLAN", "TEXT", "STEP");

        var prompt = template.Continue("INSTRUCTION", "PLAN", "TEXT AND MORE", "STEP");

        Assert.StartsWith(asked[..(asked.IndexOf("TEXT", StringComparison.Ordinal) + 4)], prompt, StringComparison.Ordinal);
        Assert.Contains("TEXT AND MORE\n\nThe last section above stops too early", prompt, StringComparison.Ordinal);
        Assert.EndsWith("STEP", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("{", prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public void What_a_prompt_shares_with_others_ends_with_the_plan_and_with_the_text_so_far(string name)
    {
        const string Slots = "{Previous generated (n-1) paragraphs} {The writing plan generated in Step I}";
        var template = PromptTemplate.Find(name);
        foreach (var (instruction, plan) in ((string, string)[])[("INSTRUCTION", "PLAN"), (Slots, Slots)])
        {
            var places = template.Shared(instruction, plan, "TEXT");
            foreach (var prompt in (string[])[template.Write(instruction, plan, "TEXT", "STEP"), template.Continue(instruction, plan, "TEXT", "STEP")])
            {
                Assert.Equal("TEXT", prompt[places[0]..places[1]]);
                Assert.StartsWith(prompt[..places[0]], template.Write(instruction, plan, "OTHER", "OTHER"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Chapters_and_the_sections_of_one_are_asked_for_with_all_that_is_known()
    {
        const string Slots = "{User Instruction} {The chapters of the whole text} {What the finished chapters say} {The chapter to plan}";
        var places = new[] { "INSTRUCTION", "CHAPTERS", "FINISHED", "Word Count", "CHAPTER 3" };
        var prompt = PromptTemplate.Chapter("INSTRUCTION", "CHAPTERS", "FINISHED", "CHAPTER 3");
        var found = places.Select(place => prompt.IndexOf(place, StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(-1, found);
        Assert.Equal(found.Order(), found);
        Assert.DoesNotContain("{", prompt, StringComparison.Ordinal);
        Assert.Contains("INSTRUCTION", PromptTemplate.Chapters("INSTRUCTION"), StringComparison.Ordinal);
        Assert.DoesNotContain("{", PromptTemplate.Chapters("INSTRUCTION"), StringComparison.Ordinal);
        Assert.Equal(prompt.Replace("FINISHED", Slots, StringComparison.Ordinal), PromptTemplate.Chapter("INSTRUCTION", "CHAPTERS", Slots, "CHAPTER 3"));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public void What_stands_before_the_last_sentence_only_grows_over_a_run(string name)
    {
        var template = PromptTemplate.Find(name);
        var (plan, text, before) = (Sample.Plan(100, 200, 300), "", "");
        foreach (var step in plan.Steps)
        {
            var prompt = template.Write("Write about rivers", plan.ToString(), text, step.ToString());
            var lastSentence = prompt[prompt.LastIndexOf("\n\n", StringComparison.Ordinal)..];
            var prefix = prompt[..^lastSentence.Length];

            Assert.Contains(step.MainPoint, lastSentence, StringComparison.Ordinal);
            Assert.EndsWith(text, prefix, StringComparison.Ordinal);
            Assert.StartsWith(before, prefix, StringComparison.Ordinal);
            Assert.True(prefix.Length > before.Length);
            before = prefix;
            text += (text.Length > 0 ? "\n\n" : "") + Sample.Text("Heading", step.Words);
        }
    }

    [Fact]
    public void Templates_are_found_by_name_and_told_apart_by_hash()
    {
        Assert.Same(PromptTemplate.Paper, PromptTemplate.Find("paper"));
        Assert.Same(PromptTemplate.LongWriter, PromptTemplate.Find("longwriter"));
        Assert.Matches("^[0-9a-f]{16}$", PromptTemplate.Paper.Hash);
        Assert.NotEqual(PromptTemplate.Paper.Hash, PromptTemplate.LongWriter.Hash);
        Assert.Contains("there are paper and longwriter", Assert.Throws<ArgumentException>(() => PromptTemplate.Find("other")).Message, StringComparison.Ordinal);
    }
}
