using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Tests;

namespace Paretune.Models.Tests.Cards;

public sealed class ModelCardTests
{
    private static readonly ImmutableArray<ImmutableArray<int>> Confusion = [
        [8, 2, 0, 0, 0, 0], [1, 9, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 5, 0, 0], [0, 0, 0, 0, 4, 1], [0, 0, 0, 0, 0, 7]];

    [Fact]
    public void What_was_counted_stands_with_its_interval_and_its_number_of_images()
    {
        var card = ModelCard.Format(Facts());

        Assert.Contains($"| test, used once, after all choices | {Wilson.From(33, 37)} | 37 |", card, StringComparison.Ordinal);
        Assert.Contains($"| validation, used to choose the model | {Wilson.From(90, 100)} | 100 |", card, StringComparison.Ordinal);
        Assert.Contains($"| dog | {Wilson.From(9, 10)} | 10 |", card, StringComparison.Ordinal);
        Assert.Contains("| ship | no image | 0 |", card, StringComparison.Ordinal);
        Assert.Contains("| cat | 8 | 2 | 0 | 0 | 0 | 0 |", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_stands_with_its_size_and_what_it_takes()
    {
        var card = ModelCard.Format(Facts());

        Assert.Contains(
            "| fp32 | 123,456 | 90.00 % | 100.00 % | 0.000002 | 1.250 ms (1.200 to 1.500) | 80 |", card, StringComparison.Ordinal);
        Assert.Contains("| int8 | 34,567 | 89.00 % | - | 0.25 | not measured |  |", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipe_is_said_also_where_the_search_is_older_than_recipes()
    {
        var facts = Facts();
        var one = facts.Model.Configuration with
        {
            Recipe = new(Schedule.Step, 0.1, Augmentation.None, 0.05, OptimizerKind.Sgd, 0.9, 0.99, 0.6),
        };

        Assert.Contains(
            "| recipe | schedule step, warm-up 0.1, augmentation none, label smoothing 0.05, optimizer sgd, momentum 0.9, EMA 0.99, "
                + "progressive 0.6 |",
            ModelCard.Format(facts with { Model = facts.Model with { Configuration = one } }), StringComparison.Ordinal);
        Assert.Contains(
            "| recipe | schedule cosine, warm-up 0.05, augmentation flip+crop, label smoothing 0, optimizer adam, EMA 0 |",
            ModelCard.Format(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_done_to_training_images_is_said_in_words()
    {
        var facts = Facts();
        var one = facts.Model.Configuration with { Recipe = RecipeOptions.Former with { Augmentation = Augmentation.None } };

        Assert.Contains(
            "Training images were mirrored left to right in half the cases, moved by up to an eighth of the side during training "
            + "(augmentation flip+crop).", ModelCard.Format(facts), StringComparison.Ordinal);
        Assert.Contains(
            "Training images were used unchanged (augmentation none, the default of the dataset).",
            ModelCard.Format(facts with { Model = facts.Model with { Configuration = one }, DefaultAugmentation = "none" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_classes_are_shown_as_they_are_written()
    {
        var facts = Facts();

        var card = ModelCard.Format(
            facts with { Model = facts.Model with { Classes = facts.Model.Classes.SetItem(0, "<b>a*b</b>|[c](d)") } });

        Assert.Contains(@"| &lt;b&gt;a\*b&lt;/b&gt;\|\[c\](d) |", card, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dataset_s_own_validation_images_are_called_so()
    {
        Assert.Contains("of the training images (a tenth, drawn by the seed, every class in proportion)", ModelCard.Format(Facts()),
            StringComparison.Ordinal);
        Assert.Contains(
            "(the dataset's validation images) were used to choose the epoch", ModelCard.Format(Facts() with { HasOwnValidation = true }),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cifar10", "state no licence")]
    [InlineData("tiny-imagenet", "non-commercial research")]
    [InlineData("shapes", "MIT")]
    [InlineData("holiday-pictures", "Unknown to Paretune")]
    public void The_licence_of_the_data_is_what_its_makers_say(string dataset, string words)
    {
        var facts = Facts();

        var card = ModelCard.Format(facts with { Model = facts.Model with { Dataset = dataset } });

        Assert.Contains(words, card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("python")]
    [InlineData("kotlin")]
    [InlineData("c")]
    public void How_to_load_it_is_shown_in_each_language_with_this_models_figures(string language)
    {
        var code = Code(language, Facts());

        Assert.Contains("model.onnx", code, StringComparison.Ordinal);
        Assert.Contains("16", code, StringComparison.Ordinal);
        Assert.DoesNotContain("SIZE", code, StringComparison.Ordinal);
        Assert.DoesNotContain("MEAN", code, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Python_example_reads_the_model_s_channels_with_Pillow()
    {
        var facts = Facts();
        var grey = facts with { Model = facts.Model with { Mean = [100], Deviation = [50] } };

        foreach (var (code, mode) in new[] { (Code("python", facts), "RGB"), (Code("python", grey), "L") })
        {
            Assert.Contains("from PIL import Image, ImageOps", code, StringComparison.Ordinal);
            Assert.Contains($".convert(\"{mode}\")", code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_Python_example_prepares_an_image_as_in_training()
    {
        var code = Code("python", Facts());

        Assert.Contains("upright.crop((left, top, left + short, top + short)).resize((24, 24)", code, StringComparison.Ordinal);
        Assert.Contains("step = 24 / 16\n", code, StringComparison.Ordinal);
        Assert.Contains(".transform((16, 16), Image.AFFINE, grid, Image.BILINEAR)", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        24, "middle square of an image, scale it to 24×24 pixels, and resize that to 16×16 bilinearly between pixel centres, without")]
    [InlineData(16, "middle square of an image, and scale it to 16×16 pixels.")]
    public void How_to_prepare_an_image_is_said_in_words(int imageSize, string words)
    {
        var facts = Facts();

        var card = ModelCard.Format(facts with { Model = facts.Model with { ImageSize = imageSize } });

        Assert.Contains(words, card, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_means_and_deviations_are_numbers_that_C_accepts()
    {
        var facts = Facts();

        var code = Code("c", facts with { Model = facts.Model with { Deviation = [50.5f, 1e-9f, 60] } });

        Assert.Contains("mean[3] = {100.0f, 110.0f, 120.0f}, std[3] = {50.5f, 1E-09f, 60.0f};", code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_whose_name_would_break_the_table_does_not()
    {
        var facts = Facts();

        var card = ModelCard.Format(facts with { Model = facts.Model with { Classes = facts.Model.Classes.SetItem(0, "a|b\nc") } });

        Assert.Contains($"| a\\|b c | {Wilson.From(8, 10)} | 10 |", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_int8_is_slower_than_fp32_the_card_says_so()
    {
        var facts = Facts();
        ModelExport Int8(double median) =>
            new(Precision.Int8, 34_567, 0.89, 0.25, new(Precision.Int8, median, 1, 3, 80)) { Agreement = 0.975 };

        var (slow, fast) = (
            ModelCard.Format(facts with { Exports = facts.Exports with { Files = [facts.Exports.Files[0], Int8(2.5)] } }),
            ModelCard.Format(facts with { Exports = facts.Exports with { Files = [facts.Exports.Files[0], Int8(1.2)] } }));

        Assert.Contains("**int8 is slower than fp32 here**: 2.0 times as long on a processor.", slow, StringComparison.Ordinal);
        Assert.Contains("| int8 | 34,567 | 89.00 % | 97.50 % | 0.25 |", slow, StringComparison.Ordinal);
        Assert.DoesNotContain("slower", fast, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_few_images_validate_are_named()
    {
        var card = ModelCard.Format(Facts() with { ValidationCounts = [10, 9, 30, 1, 12, 38] });

        Assert.Contains(
            "These classes have fewer than 10 validation images, so their accuracy is unreliable: dog (9), ", card,
                StringComparison.Ordinal);
        Assert.DoesNotContain("fewer than 10 images", ModelCard.Format(Facts()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_without_a_file_says_why()
    {
        var facts = Facts();

        var card = ModelCard.Format(facts with { Exports = facts.Exports with { Files = [], Error = "its logits must be torch's" } });

        Assert.Contains("No ONNX file: its logits must be torch's.", card, StringComparison.Ordinal);
    }

    private static string Code(string language, ModelCardContent facts)
    {
        var card = ModelCard.Format(facts);
        var start = card.IndexOf($"```{language}\n", StringComparison.Ordinal);
        Assert.True(start > 0);
        return card[start..card.IndexOf("```", start + 3, StringComparison.Ordinal)];
    }

    private static ModelCardContent Facts() => new(
        TinyModel.Facts, TinyModel.Plan.Cost,
        new()
        {
            Opset = 17,
            Runtime = "ONNX Runtime 1",
            Processor = "a processor",
            Images = 100,
            TorchAccuracy = 0.9,
            CalibrationImages = 512,
            Files =
            [
                new(Precision.Fp32, 123_456, 0.9, 0.000002, new(Precision.Fp32, 1.25, 1.2, 1.5, 80)) { Agreement = 1 },
                new(Precision.Int8, 34_567, 0.89, 0.25, null),
            ],
        },
        TrainingImages: 900, ValidationImages: 100, ValidationAccuracy: 0.9, new(AreTest: true, ConfusionCounts.From(Confusion)));
}
