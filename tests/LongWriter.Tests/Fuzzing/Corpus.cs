using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Fuzzing;

/// <summary>Texts as models and people write them: what <see cref="Mutation"/> begins with.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Plans { get; } =
    [
        "Paragraph 1 - Main Point: How dikes hold - Word Count: 400 words\n\nParagraph 2 - Main Point: What they are made of - Word Count: 350 words\n\nParagraph 3 - Main Point: Who keeps them - Word Count: 250 words",
        "Sure! Here is the writing plan:\n\n**Paragraph 1** - **Main Point:** Mud, clay and grass - **Word Count:** 300 words\n**Paragraph 2** – **Main Point:** The storm of 1953 – **Word Count:** about 450 words\n\nTotal: 750 words",
        "1. The founding of the city (200-300 words)\n2. The republic, and what ended it (about 400 words)\n3) The first emperors - 1.5k words\n",
        "### Section 1: Early years\n- Main Point: Childhood in a port town\n- Word Count: 1,000 words\n\n### Section 2: Exile\n- Main Point: Letters nobody\n  answered\n- Word Count: 800\n",
        "```\nChapter 1 - Main Point: Departure - Word Count: 4000 words\nChapter 2 - Main Point: The long winter - Word Count: 3,500 words\n```",
        "第1段 - 要点：长城的起源 - 字数：400字\n第2段 - 要点：砖石与人力 - 字数：约五百字\n第3段 - 要点：今日的长城 - 字数要求：300-400字",
        "好的，以下是写作计划：\n\n段落1：主要内容：雨中的旧城（约400字）\n段落2：主要内容：没有人记得的河（约六百字）\n\n总字数：1000字",
        "第一章：出发——主要内容：离开家乡 - 字数：一千字\n第二章：远行——主要内容：山与海 - 字数：两千五百字\n",
        "[{\"main_point\": \"How dikes hold\", \"word_count\": 400}, {\"main_point\": \"Who keeps them\", \"word_count\": \"350-450 words\"}]",
        "Here you are:\n```json\n{\"title\": \"On dikes\", \"plan\": [{\"paragraph\": 1, \"Main Point\": \"Mud\\nand \\\"clay\\\"\", \"Word Count\": \"about 300 words\"},]}\n```\nEnjoy!",
        "{\"sections\": [{\"标题\": \"长城\", \"内容\": \"它的\\u8d77源\", \"字数\": 800}, \"Paragraph 2 - Main Point: Stone - Word Count: 200 words\"] }",
    ];

    public static IReadOnlyList<string> Instructions { get; } =
    [
        "Write a 10,000-word article on the history of the Roman Empire",
        "Please write a story of about two thousand five hundred words, in five chapters of 500 words each.",
        "Write 2,000 to 3,000 words on bread. No less than 5 recipes, 12 photos and a word count of about 1.5k.",
        "A guide to GPT4 for beginners, 50 pages, 300-400 words per chapter, 20k words in total",
        "two parts of 1,000 words each, or three letters of a hundred and fifty words",
        "写一篇关于长城的文章，两千字左右，分五章，每章400字。",
        "请写一份一万二千字的小说，字数要求：不少于12000，1.5万字以内。",
        "学习26个字母，写一篇300词的英语作文\n字数控制在３００到４００字",
    ];

    /// <summary>Answers to the question for a section, and what comes in place of one.</summary>
    public static IReadOnlyList<string> Answers { get; } =
    [
        "Mud and clay\n\nMud is what the river leaves behind. It dries in the sun, cracks, and is wet again by night. \"Nobody,\" she said, \"builds on it twice.\"\n\nYet they did. The first dike stood for three winters!",
        "Sure, here is the next section:\n\n**Paragraph 3** - Main Point: Mud - Word Count: 200 words\n\nMud is soft. It holds the dike.\n\nWord count: 204 words\n\nLet me know if you would like me to go on!",
        "```markdown\n## The quay\n\nIt rains on the quay. It rains on the quay. It rains on the quay.\n```",
        "I'm sorry, but I can't help with that.",
        "{\"error\": {\"message\": \"Rate limit reached\", \"code\": 429}}",
        "好的，以下是第三段：\n\n第三段：旧城的雨\n\n春天的雨落在旧城的屋顶上。“没有人，”他说，“记得那条河的名字。”后来的人都走了……\n\n字数：约400字\n\n如果您需要我继续写，请告诉我！",
        "抱歉，我无法完成这个请求。",
        "The last line went on and on and on and on and on and on and on and on and on and on and on and on.\n\n1. Boil water.\n2. Add salt.\n\n| Year | Grain |\n| --- | --- |\n| 1812 | Rye |",
        "We are writing a long text together, one section at a time.\n\nParagraph 1 - Main Point: Mud - Word Count: 100 words\nParagraph 2 - Main Point: Stone - Word Count: 100 words",
    ];

    public static IReadOnlyList<WritingEvent> Events { get; } =
    [
        new RunStarted("Write \"it\"\nall", "It all", "nano", "longwriter", "00ff", 7, 21_000),
        new RunResumed(2, 400),
        new OutlineReady(new Outline([new Chapter(1, "Mud \u2028 and \"more\"", 3000), new Chapter(2, "海", 4000)]), 7000, new TokenUsage(1, 2, 3)) { Calls = 2 },
        new PlanRepaired("2 steps said the same"),
        new PlanReady(new Plan([new PlanStep(1, "Mud", 100), new PlanStep(2, "Clay", 200)]), 3000, new TokenUsage(4, 5, 6)) { Chapter = 1, Calls = 3, Unreadable = 1 },
        new HistoryWindowed(4, 1300),
        new SectionStarted(1, new PlanStep(1, "Mud", 100), 110),
        new TextDelta(1, "Mud\n\n"),
        new TextWithdrawn(1, 3),
        new SectionContinued(1, 60, "it has 50 words of 110"),
        new SectionRestarted(1, "the model refused"),
        new SectionFinished(new Section(1, "Mud\n\nMud is soft. \"It holds.\"", 6), "stop", new TokenUsage(7, 8, 9)) { Calls = 2, Asked = 100, Drafted = 120 },
        new SectionFinished(new Section(2, "海\n\n海很大。", 4), "length", new TokenUsage(7, 8, 9)),
        new ChapterFinished(1, "What it says", ["Ann is a baker", "It rains"], new TokenUsage(1, 1, 1)),
        new DocumentFinished(new Document("It all", [new Section(1, "Mud", 1)]), 21_000, 93.25, new TokenUsage(9, 9, 9), 12.5),
    ];

    public static IReadOnlyList<string> EventLines { get; } = [.. Events.Select(happened => JsonSerializer.Serialize(happened, EventJson.Options))];

    public static IReadOnlyList<string> Journals { get; } =
    [
        Journal(new RunHeader(1, "a-run", new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero), "Write about 海", new RunSettings("nano") { Strategy = WritingStrategy.Parallel }) { Words = 3000, Plan = new Plan([new PlanStep(1, "Mud", 100)]), Output = "sea.md" }, Events.OfType<PlanReady>(), Events.OfType<SectionFinished>()),
        Journal(new RunHeader(1, "b", default, "Write", new RunSettings("nano")), Events.OfType<OutlineReady>(), Events.OfType<PlanReady>(), Events.OfType<ChapterFinished>()) + JsonSerializer.Serialize(new RunEnd(120, 100, 93.3, 4.5, new TokenUsage(1, 2, 3)), EventJson.Options) + "\n",
    ];

    private static string Journal(RunHeader header, params IEnumerable<WritingEvent>[] events) =>
        string.Concat(events.SelectMany(kind => kind).Select(happened => JsonSerializer.Serialize(happened, EventJson.Options)).Prepend(JsonSerializer.Serialize(header, EventJson.Options)).Select(line => line + "\n"));
}
