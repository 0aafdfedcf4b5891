using System.Globalization;
using System.Text.Json;
using LongWriter.Evaluation;
using LongWriter.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LongWriter.Server.Arena;

/// <summary>What the page asks of the server, as JSON. The voter is named in every request: nothing is kept of who is there.</summary>
internal static class ArenaEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ArenaSession session)
    {
        routes.MapGet("/api/progress", context => AnswerAsync(context, voter => session.Progress(voter)));
        routes.MapGet("/api/items/{number}", context => AnswerAsync(context, voter =>
            int.TryParse((string?)context.Request.RouteValues["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? session.Item(voter, number) : null));
        routes.MapGet("/api/results", context => AnswerAsync(context, session.Results, StatusCodes.Status403Forbidden, "the results are shown after the last vote"));
        routes.MapPut("/api/vote", context => VoteAsync(context, session));
    }

    private static Task AnswerAsync(HttpContext context, Func<string, object?> answer, int otherwise = StatusCodes.Status404NotFound, string problem = "there is no such item") =>
        ArenaSession.Name(context.Request.Query["voter"]) is { } voter
            ? TryAsync(context, () => answer(voter) is { } found ? WriteAsync(context, found) : RefuseAsync(context, otherwise, problem))
            : RefuseAsync(context, StatusCodes.Status400BadRequest, NoName);

    private static async Task VoteAsync(HttpContext context, ArenaSession session)
    {
        // Pages of elsewhere cannot send this type without being allowed to, and nothing here allows it.
        if (!context.Request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "send application/json").ConfigureAwait(false);
            return;
        }

        VoteMessage? message;
        try
        {
            message = await context.Request.ReadFromJsonAsync<VoteMessage>(EventJson.Options, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            message = null;
        }

        await (message is null ? RefuseAsync(context, StatusCodes.Status400BadRequest, "this is no vote")
            : ArenaSession.Name(message.Voter) is not { } voter ? RefuseAsync(context, StatusCodes.Status400BadRequest, NoName)
            : TryAsync(context, () => session.Vote(voter, message) ? WriteAsync(context, session.Progress(voter)) : RefuseAsync(context, StatusCodes.Status400BadRequest, "there is no such item or vote"))).ConfigureAwait(false);
    }

    private static string NoName => $"give a name of 1 to {ArenaSession.LongestName} characters";

    private static async Task TryAsync(HttpContext context, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (EvaluationFileException e)
        {
            // Without the path: folders are named after models.
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, $"the file of votes cannot be used: {e.InnerException?.Message ?? "see the terminal"}").ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpContext context, object answer) => context.Response.WriteAsJsonAsync(answer, answer.GetType(), EventJson.Options, context.RequestAborted);

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new ProblemMessage(problem));
    }
}
