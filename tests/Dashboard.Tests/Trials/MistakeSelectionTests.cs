using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class MistakeSelectionTests
{
    private static readonly TrialEvaluation Evaluation = new()
    {
        Classes = ["cat", "dog", "a <b> & c"],
        Confusion = [[8, 2, 0], [1, 9, 0], [0, 3, 7]],
        Confused = [new(2, 1, 3), new(0, 1, 2), new(1, 0, 1)],
        Images = 30,
        Accuracy = 0.8,
        Mistakes = [new(7, 0, 1, 0.9), new(4, 2, 1, 0.8), new(9, 0, 1, 0.7)],
        TileSize = 64,
        Columns = 8,
    };

    [Fact]
    public void All_are_shown_where_no_cell_is_chosen_and_it_is_said_how_many_there_are()
    {
        var all = MistakeSelection.From(Evaluation, truth: null, predicted: null);

        Assert.Equal([0, 1, 2], all.Shown.Select(one => one.At));
        Assert.Equal("3 of the 6 validation images misclassified by the model, the most confident first.", all.Summary);
        Assert.False(all.IsPair);
    }

    [Fact]
    public void A_cell_shows_its_own_with_their_places_on_the_sheet()
    {
        var some = MistakeSelection.From(Evaluation, "cat", "dog");

        Assert.Equal([0, 2], some.Shown.Select(one => one.At));
        Assert.Equal("The 2 validation images of cat that were classified as dog.", some.Summary);
    }

    [Theory]
    [InlineData("a <b> & c", "dog", "1 of the 3 validation images of a <b> & c that were classified as dog, the most confident first.")]
    [InlineData("dog", "cat", "The 1 validation image of dog that was classified as cat is not among the mistakes that the trial kept.")]
    [InlineData("cat", "a <b> & c", "No validation image of cat was classified as a <b> & c.")]
    public void It_says_what_is_missing_of_a_cell(string truth, string predicted, string summary) =>
        Assert.Equal(summary, MistakeSelection.From(Evaluation, truth, predicted).Summary);

    [Theory]
    [InlineData("no such class", "dog")]
    [InlineData("cat", null)]
    [InlineData("cat", "cat")]
    public void What_is_no_cell_of_mistakes_shows_all(string truth, string? predicted) =>
        Assert.Equal(3, MistakeSelection.From(Evaluation, truth, predicted).Shown.Length);

    [Fact]
    public void With_too_many_classes_for_a_matrix_the_counts_are_those_of_the_listed_pairs()
    {
        var some = MistakeSelection.From(Evaluation with { Confusion = [] }, "a <b> & c", "dog");

        Assert.StartsWith("1 of the 3 ", some.Summary, StringComparison.Ordinal);
    }
}
