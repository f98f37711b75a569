"""The colour profile of the letters."""

from io import BytesIO

from PIL import Image, ImageCms

from foidesk.paper.pdf import srgb


def pixels(image: Image.Image) -> list[object]:
    return [image.getpixel((x, 0)) for x in range(image.width)]


def test_the_profile_maps_colours_as_littlecms_does_its_own():
    ours = ImageCms.ImageCmsProfile(BytesIO(srgb.profile()))
    theirs = ImageCms.createProfile("sRGB")
    seen = Image.new("RGB", (6, 1))
    seen.putdata([(219, 0, 0), (0, 0, 0), (255, 255, 255), (12, 130, 240), (128, 128, 128), (3, 3, 3)])
    through = ImageCms.profileToProfile(seen, ours, theirs)
    for before, after in zip(pixels(seen), pixels(through), strict=True):
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 1


def test_the_profile_is_named_and_of_version_2():
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb.profile())).profile
    assert profile.profile_description.strip("\0\n") == srgb.NAME
    assert profile.version < 3
    assert profile.device_class == "mntr"
