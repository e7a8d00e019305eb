using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>The number of training images that a search uses.</summary>
public sealed class TrainImagesTests
{
    private static readonly Dataset Cifar = new("cifar10", ["cat", "dog"], 32, 50_000, 10_000);

    [Fact]
    public void A_search_may_use_a_part_of_the_training_images()
    {
        var part = Read("""{ "dataset": "cifar10", "trainImages": 500 }""").Spec!;
        var all = Read("""{ "dataset": "cifar10" }""").Spec!;

        Assert.Equal((500, null), (part.TrainImages, all.TrainImages));
    }

    [Theory]
    [InlineData("19", "trainImages", "must be a whole number from 20 to 50000, but is 19")]
    [InlineData("50001", "trainImages", "must be a whole number from 20 to 50000, but is 50001")]
    [InlineData("100, \"batchSize\": 91", "batchSize", "must be at most the 90 training images of cifar10")]
    public void A_part_must_be_of_the_images_there_are_and_hold_a_batch(string given, string field, string message)
    {
        var error = Assert.Single(Read($$"""{ "dataset": "cifar10", "trainImages": {{given}} }""").Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spec_that_was_written_before_there_were_parts_is_read()
    {
        var json = JsonSerializer.SerializeToNode(Sample.Spec with { TrainImages = 500 }, ParetuneJson.Options)!.AsObject();
        json.Remove("trainImages");

        Assert.Null(JsonSerializer.Deserialize<SearchSpec>(json, ParetuneJson.Options)!.TrainImages);
    }

    private static SpecReadResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement, [Cifar], []);
    }
}
