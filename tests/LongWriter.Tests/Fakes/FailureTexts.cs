using LongWriter.Chat;
using LongWriter.Planning;
using LongWriter.Prompts;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>How an answer goes wrong.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Spoil">Makes the answer that is wrong of one that is right.</param>
/// <param name="Traces">What no document may hold.</param>
internal sealed record FailureText(string Name, Func<string, Reply> Spoil, params string[] Traces)
{
    /// <summary>Whether nothing of the answer is a text.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether it would do as a plan, or leaves one that does.</summary>
    public bool IsPlan { get; init; }

    /// <summary>Whether it is none of the model's.</summary>
    public bool IsConnection { get; init; }
}

/// <summary>The wordings of failures that models and endpoints are known for, in English and Chinese.</summary>
internal static class FailureTexts
{
    private const string Padding = "I understand that this may be disappointing, and I would be glad to help in another way. For example, we could look at the general background of the subject, list sources that treat it well, or write about a related subject that raises no such concern. Please tell me which of these would suit you best, and I will do what I can to be useful within the limits that are set for me. Thank you for your understanding and for your patience with this answer, which I know is not the one that you had hoped for when you asked.";
    private const string ChinesePadding = "我理解这可能会让您失望，但我很乐意以其他方式提供帮助。例如，我们可以一起梳理这个主题的一般背景，列出可靠的参考资料，或者换一个相关而不涉及这些问题的角度来展开。请告诉我您更倾向于哪一种方式，我会在允许的范围内尽力满足您的需要。感谢您的理解与耐心，也欢迎您随时提出其他想法，我们可以继续讨论并一起把它做得更好。";

    private static readonly string[] s_refusals =
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I cannot assist with this request.",
        "I'm really sorry, but I won't be able to write this section.",
        "I am unable to continue this story.",
        "I cannot continue this text.",
        "I can’t write that for you.",
        "Sorry, but as an AI I am not able to write this section.",
        "Unfortunately, I can't provide that content.",
        "As an AI language model, I do not have personal experiences and cannot write this section.",
        "I apologize, but I am unable to fulfill this request.",
        "I apologize for the confusion, but I cannot complete this task.",
        "I must decline to write about this topic.",
        "I won't be able to go on with this.",
        "I do not feel comfortable writing this.",
        "My apologies, but this request goes against my guidelines.",
        "It seems that this request goes against the usage policies.",
        "**I'm sorry, but I can't help with that.**",
        "> I cannot assist with that request.",
        "The Long Winter\n\nI'm sorry, but I can't write this section.",
        "I'm sorry, but I can't assist with writing this section. " + Padding,
        "I apologize, but I am not able to continue this story as requested. " + Padding,
        "抱歉，我无法继续。",
        "对不起，我不能完成这个请求。",
        "很抱歉，作为人工智能语言模型，我无法提供这方面的内容。",
        "非常抱歉，这个话题我不便讨论。",
        "作为一个AI，我没有个人经历，因此无法撰写这一段。",
        "我无法协助您完成此任务。",
        "不好意思，我没办法写这一段。",
        "很遗憾，我无法满足您的要求。",
        "您的请求违反了使用政策，我不能生成相关内容。",
        "我不能写这样的内容。",
        "泥土的来历\n\n抱歉，我无法撰写这一段。",
        "很抱歉，我无法撰写这部分内容。" + ChinesePadding,
    ];

    private static readonly string[] s_errors =
    [
        "{\"error\": {\"message\": \"The engine is overloaded\", \"type\": \"server_error\"}}",
        "{\"detail\":\"Not Found\"}",
        "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>",
        "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>nginx</body></html>",
        "Error: 429 Too Many Requests",
        "Error 500: the upstream did not answer",
        "HTTP 503 Service Unavailable",
        "Internal Server Error",
        "upstream connect error or disconnect/reset before headers",
        "Rate limit exceeded. Please try again later.",
        "An error occurred while processing your request.",
        "An unexpected error has occurred. Please retry.",
        "The server is currently overloaded, please try again later.",
        "The request timed out.",
        "Something went wrong. Please try again.",
        "[ERROR] generation failed",
        "Traceback (most recent call last):\n  File \"server.py\", line 10",
        "null",
        "undefined",
        "服务器内部错误",
        "系统繁忙，请稍后重试",
        "请求过于频繁，请稍后再试",
        "网络错误，请检查连接后重试",
        "服务暂时不可用，请稍后再试",
        "请求超时，请重试",
        "发生错误，请稍后再试",
    ];

    private static readonly string[] s_noise = ["", " \n\t ", "\u200B\u200B", "...", "```\n```", "---", "@@@@ #### 1234 5678 ++++ ==== %%%%", "Mud \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD is soft"];

    private static readonly string[] s_echoes =
    [
        PromptTemplate.LongWriter.Write("Write about the sea", Sample.Plan(100, 100).ToString(), "", "Paragraph 1"),
        PromptTemplate.Paper.Write("Write about the sea", Sample.Plan(100, 100).ToString(), "Text.", "Paragraph 1"),
        PromptTemplate.LongWriter.Plan("Write about the sea"),
        PromptTemplate.Paper.Plan("Write about the sea"),
        PromptTemplate.Chapters("Write about the sea"),
        PromptTemplate.Summary("Text."),
        PromptTemplate.Rest("Paragraph 1"),
        PromptTemplate.Critique("Paragraph 1"),
        PromptTemplate.Revision("Be plain.", "Paragraph 1"),
    ];

    private static readonly string[] s_plans =
    [
        "Writing steps:\n\n" + Sample.Plan(100, 100, 100),
        "第1段 - 要点：海 - 字数：400字\n第2段 - 要点：河 - 字数：400字",
        new PlanStep(2, "The sea at night", 400).ToString(),
    ];

    private static readonly string[] s_before =
    [
        "Sure, here is the next section:",
        "Sure!\n\nHere is the section you asked for:",
        "Certainly! Below is the text.",
        "Of course. I'll write the section now.",
        "Here's the second paragraph, approximately 400 words:",
        "I'd be happy to help! Here is the section:",
        "As requested, here is the section:",
        "Let me continue the text:",
        "Continuing from where we left off:",
        "Okay, I will now write this section.",
        "Paragraph 2 - Main Point: The sea at night - Word Count: 400 words",
        "Section 2 - Main Point: The sea at night - Word Count: 400 words",
        "**Paragraph 2**",
        "[Paragraph 2]",
        "Sure!\nParagraph 2",
        "好的，以下是第二段：",
        "当然可以！以下内容约四百字：",
        "没问题，我来继续写：",
        "收到。下面是续写的内容：",
        "根据您的要求，以下是第三段：",
        "我将继续为您撰写下一段。",
        "第二段",
        "第2段 - 要点：海 - 字数：400字",
    ];

    private static readonly string[] s_behind =
    [
        "Let me know if you would like me to continue.",
        "I hope this helps!",
        "Would you like me to write the next section?",
        "Shall I continue with the next section?",
        "I can continue with the next section if you like.",
        "Please note that this section is part of a longer text.",
        "This section is approximately 400 words.",
        "(Word count: 412 words)",
        "**Word Count: 412**",
        "[To be continued]",
        "(Continued in the next section)",
        "[End of section 2]",
        "I'm sorry, but I can't continue with this request.",
        "I cannot write the other sections of this content.",
        "（字数：412字）",
        "（未完待续）",
        "如果您需要我继续写下一段，请告诉我。",
        "希望以上内容对您有所帮助！",
        "需要我继续写下一部分吗？",
        "接下来我将继续撰写下一段。",
        "以上是第二段的内容。",
        "抱歉，我无法继续撰写后面的内容。",
        "The last section above stops too early. Go on exactly where it ends.",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FailureText> All { get; } =
    [
        .. s_refusals.Concat(s_errors).Concat(s_noise).Concat(s_echoes).Select(text => new FailureText(text, _ => text, Trace(text)) { IsWhole = true }),
        .. s_plans.Select(text => new FailureText(text, _ => text, Trace(text)) { IsWhole = true, IsPlan = true }),
        .. s_before.Select(line => new FailureText(line, text => line + "\n\n" + text, Trace(line))),
        .. s_behind.Select(line => new FailureText(line, text => text + "\n\n" + line, Trace(line))),
        new FailureText("a loop", text => text + string.Concat(Enumerable.Repeat(" roundandround we went again", 200)), "roundandround we went again roundandround") { IsWhole = true, IsPlan = true },
        new FailureText("a Chinese loop", text => text + string.Concat(Enumerable.Repeat("他又走了一圈，", 300)), "他又走了一圈，他又走了一圈") { IsWhole = true, IsPlan = true },
        new FailureText("cut at its limit", text => new Reply(text.TrimEnd() + " And then the unfinishedsentence went") { Finish = ChatFinishReason.Length }, "unfinishedsentence"),
        new FailureText("broken off", text => new Reply(text + " And then the brokenstream went") { Failure = new AnswerBrokenOffException("the connection was lost") }, "brokenstream") { IsConnection = true },
    ];

    /// <summary>What tells a failure: its first and its last words.</summary>
    private static string[] Trace(string text)
    {
        var plain = text.Trim();
        return plain.Length == 0 ? [] : [plain[..Math.Min(plain.Length, 24)], plain[^Math.Min(plain.Length, 24)..]];
    }
}
