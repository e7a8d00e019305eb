using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class ValidationSplitTests
{
    [Theory]
    [InlineData(50_000, 5_000, 45_000)]
    [InlineData(19, 1, 18)]
    [InlineData(5, 1, 4)]
    public void One_image_in_ten_validates_and_at_least_one(int images, int validation, int training)
    {
        Assert.Equal(validation, ValidationSplit.Validation(images));
        Assert.Equal(training, ValidationSplit.Training(images));
    }

    [Theory]
    [InlineData(50_000, 10, 5_000)]
    [InlineData(1_000, 200, 200)]
    [InlineData(100, 200, 50)]
    public void Each_class_has_one_where_half_of_the_images_are_enough(int images, int classes, int validation) =>
        Assert.Equal(validation, ValidationSplit.Validation(images, classes));
}
