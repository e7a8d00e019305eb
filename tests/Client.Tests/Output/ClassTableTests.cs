using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class ClassTableTests
{
    [Fact]
    public void Of_many_classes_the_worst_are_shown_and_the_others_counted()
    {
        var classes = Enumerable.Range(1, 25).Select(number => $"class{number}").ToArray();

        var lines = Drawing.Lines(ClassTable.Create(classes, [.. classes.Select((_, i) => 1 - i / 100.0)]));

        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"class{25 - i}"),
            lines.Where(line => line.Contains('%')).Select(line => line.Trim().Split(' ')[0]));
        Assert.Contains(lines, line => line.Contains("and 5 more classes; "));
    }

    [Fact]
    public void A_class_that_validation_never_saw_comes_last_without_a_figure()
    {
        var lines = Drawing.Lines(ClassTable.Create(["unseen", "seen"], [double.NaN, 0.9]));

        var (seen, unseen) = (
            Array.FindIndex(lines, line => line.Contains(" seen")), Array.FindIndex(lines, line => line.Contains("unseen")));
        Assert.True(seen < unseen);
        Assert.Equal(["unseen", "-"], lines[unseen].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
