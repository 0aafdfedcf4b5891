using System.Text;

namespace LongWriter.Evaluation.Judging;

/// <summary>Fills the places of a prompt in one go: what stands in a text that is put in is never taken for a place.</summary>
internal static class PromptSlots
{
    /// <param name="values">Places as they stand in the prompt, $ about them, and what goes there.</param>
    public static string Fill(string template, params ReadOnlySpan<(string Slot, string Value)> values)
    {
        var prompt = new StringBuilder(template.Length);
        for (var at = 0; ;)
        {
            var next = template.IndexOf('$', at);
            if (next < 0)
            {
                return prompt.Append(template, at, template.Length - at).ToString();
            }

            prompt.Append(template, at, next - at);
            var (slot, value) = ("$", "$");
            foreach (var one in values)
            {
                if (template.AsSpan(next).StartsWith(one.Slot))
                {
                    (slot, value) = one;
                }
            }

            prompt.Append(value);
            at = next + slot.Length;
        }
    }
}
