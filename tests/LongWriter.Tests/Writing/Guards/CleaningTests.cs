using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing.Guards;

namespace LongWriter.Tests;

public class CleaningTests
{
    private const string Text = "Mud\n\nMud is soft.";

    [Theory]
    [InlineData(Text)]
    [InlineData("Sure, here is the next section:\n\n" + Text)]
    [InlineData("Here's the section you asked for:\n" + Text)]
    [InlineData("Certainly!\n\n" + Text)]
    [InlineData("Certainly!\n\nHere is the section you asked for:\n\nParagraph 2\n\n" + Text)]
    [InlineData("好的，以下是下一段：\n\n" + Text)]
    [InlineData("下面是续写的内容：\n" + Text)]
    [InlineData("Paragraph 3 - Main Point: Mud and its uses - Word Count: 400 words\n\n" + Text)]
    [InlineData("Paragraph 3: " + Text)]
    [InlineData("**Paragraph 3**\n\n" + Text)]
    [InlineData("Paragraph 3 - " + Text)]
    [InlineData("第3段：" + Text)]
    [InlineData("第三段\n" + Text)]
    [InlineData("段落3 - 要点：泥 - 字数：400字\n" + Text)]
    [InlineData("Sure!\nParagraph 3\n" + Text)]
    [InlineData("```markdown\n" + Text + "\n```")]
    [InlineData(Text + "\n\n(Word count: 412 words)")]
    [InlineData(Text + "\n\n**Word Count: 412**")]
    [InlineData(Text + "\n\n（字数：412字）")]
    [InlineData(Text + "\n\nLet me know if you would like me to go on.")]
    [InlineData(Text + "\n\nI hope this helps!\n\nWord count: 412")]
    [InlineData(Text + "\n\n如果您需要我继续写下一段，请告诉我。")]
    [InlineData(Text + "\n\n[To be continued]")]
    [InlineData(Text + "\n\nThe last section above stops too early. Go on exactly where it ends.")]
    [InlineData("The last section above stops too early. " + Text)]
    [InlineData(Text + "\n\nWrite only the next section now, with a short heading as its first line.\n\nMore.")]
    public void What_does_not_belong_to_the_text_is_taken_off(string answer) => Assert.Equal(Text, Cleaning.Clean(answer));

    [Theory]
    [InlineData("Section 3: The long winter\n\nIt snowed.")]
    [InlineData("Here is the river where he was born\n\nIt is wide.")]
    [InlineData("Surely\n\nIt was late.")]
    [InlineData("Mud\n\n```\nx = 1\n```\n\nThat is all.")]
    [InlineData("A letter\n\nLet me know when you arrive.\n\nYours, Ann, who has waited long enough.")]
    [InlineData("以下\n\n他走了。")]
    [InlineData("The town\n\nHere is the mill.\n\nHere is the bridge.")]
    [InlineData("Machines\n\nThey learn.\n\nAs an AI system grows, so does what it can break.")]
    [InlineData("机器\n\n它们学习。\n\n作为人工智能的重要分支，机器学习改变了许多行业。")]
    [InlineData("A letter\n\nMother wrote.\n\nI cannot continue this story without my father.")]
    [InlineData("A letter\n\nMother wrote.\n\n\"I'm sorry, but I can't help you with that,\" he said.")]
    [InlineData("信\n\n他来信了。\n\n我无法继续写下去了。")]
    [InlineData("Notes on points\n\nThe main point is the harbour.")]
    public void What_belongs_to_it_stays(string answer) => Assert.Equal(answer, Cleaning.Clean(answer));

    [Theory]
    [InlineData("It dries in the sun.", "It dries in the sun.")]
    [InlineData("Mud\n\nIt dries in the sun.", "It dries in the sun.")]
    [InlineData("## The rest\n\nIt dries in the sun.", "It dries in the sun.")]
    [InlineData("The door in the beach\n\nIt dries in the sun.", "It dries in the sun.")]
    [InlineData("It dries:\n\nIn the sun.", "It dries:\n\nIn the sun.")]
    [InlineData("**Mud**\n\nIt dries.", "It dries.")]
    [InlineData("Of course, here is the rest:\n\nIt dries.", "It dries.")]
    [InlineData("Mud", "Mud")]
    public void The_rest_of_a_section_has_no_heading(string answer, string rest) => Assert.Equal(rest, Cleaning.CleanRest(answer, "Mud"));

    [Fact]
    public void Any_answer_is_cleaned_in_its_own_time_and_never_grows()
    {
        string[] pieces = ["Sure", "Here is", ":\n", "\n", "\n\n", "```", "Paragraph ", "3", " - ", "Word Count: ", "400", "**", "Let me know if", "第", "三", "段", "：", "好的", "字数", "mud ", "is soft. ", "😀", "\uD83D", " "];
        Gen.Int[0, pieces.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => pieces[i]))).Each(20_000, answer =>
        {
            var cleaned = Cleaning.Clean(answer);

            Assert.True(cleaned.Length <= answer.Length);
            Assert.Contains(cleaned, answer, StringComparison.Ordinal);
        });
    }
}
