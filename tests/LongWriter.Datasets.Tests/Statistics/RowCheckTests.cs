using LongWriter.Datasets.Rows;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Statistics;

public sealed class RowCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_that_cannot_be_used_is_named_by_its_line()
    {
        var path = _folder.Write("a.jsonl", """
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}

            {"messages":[{"role":"user","content":"a"}]}
            {"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"assistant","content":"b"}],"rejected":[{"role":"assistant","content":"c"}]}
            {"messages":[
            {"chosen":1}
            """);

        Assert.Equal(
            ["1 Chat ", "3  the last turn of 'messages' is the user's, not the assistant's", "4  is a preference row in a file of chat rows", "5  is no JSON: at byte 14", "6  has no 'prompt'"],
            (await RowCheck.RunAsync(path, TestContext.Current.CancellationToken).ListAsync()).Select(row => $"{row.Line} {row.Form} {row.Problem}"));
    }

    [Fact]
    public async Task Rows_of_the_other_form_are_not_good_though_they_came_first_in_a_bad_one()
    {
        var path = _folder.Write("a.jsonl", """
            {"messages":[]}
            {"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"assistant","content":"b"}],"rejected":[{"role":"assistant","content":"c"}]}
            """);

        Assert.Equal([null, RowForm.Preference], (await RowCheck.RunAsync(path, TestContext.Current.CancellationToken).ListAsync()).Select(row => row.Form));
    }
}
