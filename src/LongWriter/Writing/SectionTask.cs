using LongWriter.Planning;

namespace LongWriter.Writing;

/// <summary>One section to write.</summary>
/// <param name="Number">Its place in the document, from 1.</param>
/// <param name="Step">Its step, with the plan's own budget.</param>
/// <param name="Plan">The plan as prompts carry it.</param>
/// <param name="Before">The text so far as prompts carry it.</param>
/// <param name="Budget">Words it is to have, by what stands already.</param>
/// <param name="PlannedLater">Budgets of all later steps; 0 for the last.</param>
/// <param name="Written">All that stands, for clients that want it.</param>
internal sealed record SectionTask(int Number, PlanStep Step, string Plan, TextSoFar Before, int Budget, int PlannedLater, string? Written);
