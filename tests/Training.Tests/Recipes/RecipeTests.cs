using Paretune.Training.Libtorch;
using Paretune.Training.Recipes;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Recipes;

public sealed class RecipeTests
{
    public RecipeTests() => LibtorchLoader.Load();

    [Fact]
    public void Without_augmentation_images_are_seen_as_they_are()
    {
        using var scope = NewDisposeScope();
        var images = Images();

        Assert.Equal(images.shape[0], Alike(Create(Augmentation.None).Augment(images, Drawn()), images));
    }

    [Fact]
    public void A_flip_alone_mirrors_half_of_the_images_and_moves_none()
    {
        using var scope = NewDisposeScope();
        var images = Images();

        var seen = Create(Augmentation.Flip).Augment(images, Drawn());

        var (same, mirrored) = (Alike(seen, images), Alike(seen, images.flip(3)));
        Assert.Equal(images.shape[0], same + mirrored);
        Assert.InRange(mirrored, images.shape[0] / 3, images.shape[0] * 2 / 3);
    }

    [Fact]
    public void A_crop_alone_moves_images_and_mirrors_none()
    {
        using var scope = NewDisposeScope();
        var images = Images();

        var seen = Create(Augmentation.Crop).Augment(images, Drawn());

        // Every crop must be one of the 25 possible positions in the padded image.
        var padded = nn.functional.pad(images, [2, 2, 2, 2]);
        var found = Enumerable.Range(0, 25)
            .Sum(place => Alike(seen, padded.narrow(2, place / 5, 16).narrow(3, place % 5, 16)));
        Assert.Equal(images.shape[0], found);
        Assert.InRange(Alike(seen, images), 0, images.shape[0] / 4);
    }

    [Fact]
    public void A_cutout_greys_a_square_of_at_most_three_eighths_of_the_side()
    {
        using var scope = NewDisposeScope();
        var white = full([64, 3, 16, 16], 255, ScalarType.Byte);

        var seen = Create(Augmentation.Cutout).Augment(white, Drawn(images: 64));

        var grey = seen.eq(127).sum([1L, 2L, 3L]).data<long>().ToArray();
        Assert.Equal(3 * 6 * 6, grey.Max());
        Assert.True(grey.Min() >= 3 * 3 * 3);
        Assert.True(seen.eq(127).logical_or(seen.eq(255)).all().item<bool>());
    }

    [Fact]
    public void Label_smoothing_is_minimized_and_not_reported()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = (tensor(new float[] { 4, 0, 0 }).view(1, 3), tensor(new long[] { 0 }));
        var plain = nn.functional.cross_entropy(logits, labels);

        var smoothed = new Recipe(JobOf(RecipeOptions.Former with { LabelSmoothing = 0.3 })).Loss(logits, labels, plain);

        var logs = logits.log_softmax(1).data<float>().ToArray();
        Assert.Equal(-(0.8 * logs[0] + 0.1 * logs[1] + 0.1 * logs[2]), smoothed.item<float>(), tolerance: 1e-5);
        Assert.Same(plain, new Recipe(JobOf(RecipeOptions.Former)).Loss(logits, labels, plain));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, typeof(Adam))]
    [InlineData(OptimizerKind.Adamw, typeof(AdamW))]
    [InlineData(OptimizerKind.Sgd, typeof(SGD))]
    public void The_optimizer_is_the_one_asked_for(OptimizerKind kind, Type type)
    {
        using var network = nn.Linear(2, 2);
        using var weights = new FlatParameters(network);
        using var optimizer = new Recipe(JobOf(RecipeOptions.Former with { Optimizer = kind })).CreateOptimizer(weights);

        Assert.IsType(type, optimizer);
    }

    private static Tensor Images() => rand([48, 3, 16, 16]).mul(200).add(30).to(ScalarType.Byte);

    private static AugmentationDraws Drawn(long images = 48) => new(AugmentationDraws.Draw(images, size: 16, new(3, CPU)));

    private static Recipe Create(Augmentation augmentation) => new(JobOf(RecipeOptions.Former with { Augmentation = augmentation }));

    private static Job JobOf(RecipeOptions recipe) =>
        new("any", "dilated-separable", new(1, 1, 1, 0.001, 0, 8) { Recipe = recipe }, 32, Epochs: 1, Seed: 1);

    /// <summary>Counts the images that are equal in every pixel.</summary>
    private static long Alike(Tensor one, Tensor other) => one.eq(other).flatten(1).all(1).sum().item<long>();
}
