using CsCheck;
using LongWriter.Training.Tokenizers;

namespace LongWriter.Training.Tests.Tokenizers;

public sealed class ShortPiecesTests
{
    [Fact]
    public void The_pair_that_stands_in_most_words_comes_first() =>
        Assert.Equal(("i", "n"), ShortPieces.Learn(["sing", "kin", "pin", "pan", "sat"], 1)[0]);

    [Fact]
    public void A_merge_joins_what_stands_already() =>
        Assert.Equal([("i", "n"), ("in", "g")], ShortPieces.Learn(["ring", "bing", "ping", "king"], 2));

    [Fact]
    public void No_piece_is_longer_than_three_letters_beside_its_space()
    {
        var pieces = ShortPieces.Learn([" banding", " standing", " landing", " handing"], 100).Select(merge => merge.Left + merge.Right).ToList();
        Assert.All(pieces, piece => Assert.InRange(piece.TrimStart(' ').Length, 2, ShortPieces.MostLetters));
        Assert.Contains(pieces, piece => piece[0] == ' ');
    }

    [Fact]
    public void Every_word_counts_with_a_capital_too() =>
        Assert.Contains(("B", "a"), ShortPieces.Learn(["bat", "bad", "bag"], 20));

    [Fact]
    public void What_is_no_word_is_passed_over() =>
        Assert.Empty(ShortPieces.Learn([" 400", ".\n", "é", "a", " b", "don't"], 10));

    [Fact]
    public void Fewer_merges_come_back_where_the_words_hold_no_more() =>
        Assert.Equal(2, ShortPieces.Learn(["ab"], 50).Count);

    [Fact]
    public void Merges_never_need_a_piece_that_no_earlier_merge_made()
    {
        var word = Gen.Char["abcde"].Array[2, 8].Select(letters => new string(letters));
        Property.Holds(word.Array[1, 12], 200, 5, words =>
        {
            var made = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (left, right) in ShortPieces.Learn(words, 40))
            {
                Assert.True(left.Length == 1 || made.Contains(left), left);
                Assert.True(right.Length == 1 || made.Contains(right), right);
                made.Add(left + right);
            }
        });
    }
}
