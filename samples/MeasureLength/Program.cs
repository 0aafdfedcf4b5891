// Says how near a text comes to the length that its instruction asks for, as the paper scores it (S_l, 0 to 100).
//
//   MeasureLength "Write a 1,000-word article on bees" bees.md

using LongWriter.Text;

if (args is not [var instruction, var path])
{
    Console.Error.WriteLine("usage: MeasureLength INSTRUCTION FILE");
    return 2;
}

// English words, or Chinese characters; null where the instruction does not say.
if (TargetLength.Read(instruction) is not { } asked)
{
    Console.Error.WriteLine("the instruction names no length");
    return 2;
}

var written = WordCount.Of(await File.ReadAllTextAsync(path));
Console.WriteLine($"asked    {asked}");
Console.WriteLine($"written  {written}");
Console.WriteLine($"S_l      {LengthScore.Of(asked, written):F1}");
return 0;
