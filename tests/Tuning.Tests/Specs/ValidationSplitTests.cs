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
        Assert.Equal((training, validation), ValidationSplit.Compute(new("mine", [], 8, images, 5), trainImages: null));
    }

    [Theory]
    [InlineData(50_000, 10, 5_000)]
    [InlineData(1_000, 200, 200)]
    [InlineData(100, 200, 50)]
    public void Each_class_has_one_where_half_of_the_images_are_enough(int images, int classes, int validation) =>
        Assert.Equal(validation, ValidationSplit.Validation(images, classes));

    [Theory]
    [InlineData(null, 500)]
    [InlineData(200, 200)]
    public void The_images_that_a_dataset_keeps_validate_and_all_others_train(int? used, int training) =>
        Assert.Equal((training, 70), ValidationSplit.Compute(new("mine", [], 8, 500, 5) { ValidationImages = 70 }, used));
}
