using LongWriter.Fakes;
using LongWriter.Prompts;
using LongWriter.Writing.Guards;

namespace LongWriter.Tests;

public class UnusableTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\t ", "empty")]
    [InlineData("I'm sorry, but I can't help with that.", "refused")]
    [InlineData("I’m really sorry, but I cannot write this section.", "refused")]
    [InlineData("Sorry, I am not able to continue.", "refused")]
    [InlineData("Unfortunately, I must stop here.", "refused")]
    [InlineData("I cannot assist with this request.", "refused")]
    [InlineData("I can’t write that.", "refused")]
    [InlineData("As an AI language model, I do not have opinions.", "refused")]
    [InlineData("**I am unable to provide this content.**", "refused")]
    [InlineData("抱歉，我无法完成这个请求。", "refused")]
    [InlineData("很抱歉，我不能继续写下去。", "refused")]
    [InlineData("对不起，这个话题我不能讨论。", "refused")]
    [InlineData("作为一个人工智能语言模型，我没有个人观点。", "refused")]
    [InlineData("我无法提供相关内容。", "refused")]
    [InlineData("{\"error\": {\"message\": \"Rate limit reached\"}}", "error")]
    [InlineData("<!DOCTYPE html><html><body>Bad Gateway</body></html>", "error")]
    [InlineData("<html>\n<head><title>502</title></head></html>", "error")]
    [InlineData("Internal Server Error", "error")]
    [InlineData("Error: 429 Too Many Requests", "error")]
    [InlineData("服务器内部错误", "error")]
    [InlineData("请求过于频繁，请稍后再试", "error")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 100 words\nParagraph 2 - Main Point: Stone - Word Count: 100 words", "prompt")]
    [InlineData("%%%% 0x33 #### 1234 5678 ++++ ==== 9999 )))) ((((", "no text")]
    [InlineData("Mud \uFFFD\uFFFD\uFFFD\uFFFD is soft", "no text")]
    public void What_is_no_section_is_told(string answer, string reason) => Assert.Contains(reason, Unusable.Find(answer), StringComparison.Ordinal);

    [Theory]
    [InlineData("Mud\n\nMud is soft.")]
    [InlineData("\"I'm sorry,\" she said, \"but I can't stay.\"")]
    [InlineData("An apology\n\nI am sorry for what I did in the autumn of that year, and I have said so to all of them.")]
    [InlineData("道歉\n\n“对不起，”他说，“我不能留下。”")]
    [InlineData("Step by step\n\n1. Boil water.\n2. Add salt.\n3. Wait for ten minutes.")]
    [InlineData("The error of 1812\n\nErrors were made on both sides of the river that winter.")]
    [InlineData("Learning machines\n\nAs an AI system grows, so does what it can break.")]
    [InlineData("学习的机器\n\n作为人工智能的重要分支，机器学习改变了许多行业。")]
    [InlineData("The end\n\nI cannot go on with this, she thought, and went on.")]
    [InlineData("Rates\n\nThe limit of what a bank may ask was set in spring.")]
    [InlineData("| Year | Grain |\n| --- | --- |\n| First year | Barley and oats |")]
    public void A_text_is_a_text(string answer) => Assert.Null(Unusable.Find(answer));

    [Fact]
    public void A_long_section_that_begins_like_a_refusal_is_a_text() => Assert.Null(Unusable.Find("I am sorry to say it. " + Sample.Text("Mud", 100)));

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public void The_prompt_said_back_is_recognised_whole_and_in_part(string name)
    {
        var template = PromptTemplate.Find(name);
        var plan = Sample.Plan(100, 100).ToString();

        Assert.NotNull(Unusable.Find(template.Write("Write about mud", plan, "", Sample.Plan(100).ToString())));
        Assert.NotNull(Unusable.Find(template.Write("Write about mud", "", "Mud", "Paragraph 1")));
        Assert.NotNull(Unusable.Find(template.Continue("Write about mud", plan, "Mud", "Paragraph 1")));
        Assert.NotNull(Unusable.Find("Mud\n\nMud is soft.\n\n" + plan));
    }
}
